package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.insight.SemanticInsight.DimensionFilter;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Users that a result is computed for on their own.
 *
 * @param key unique in the definition; names the audience in the result
 * @param conditions all must hold; none = everybody
 */
public record Audience(String key, List<Condition> conditions) {
  public Audience {
    conditions = List.copyOf(conditions);
  }

  /** What must be true of a user. */
  public sealed interface Condition {
    /** The segments that it names. */
    default Stream<SegmentUse> segments() {
      return Stream.empty();
    }
  }

  /** Has such a trait. */
  public record Trait(Filter filter) implements Condition {}

  /**
   * Has, or has not, done something.
   *
   * @param period when; empty = ever
   * @param zone whose calendar the period goes by
   */
  public record Performed(
      EventSelector event, boolean including, Optional<TimeFrame> period, ZoneId zone)
      implements Condition {
    @Override
    public Stream<SegmentUse> segments() {
      return event.segments().stream();
    }
  }

  /**
   * Is described by such a dimension of a semantic model.
   *
   * @param zone in which dates are meant
   */
  public record Described(DimensionFilter filter, ZoneId zone) implements Condition {}

  /** Is, or is not, in a saved segment. */
  public record InSegment(SegmentUse use) implements Condition {
    @Override
    public Stream<SegmentUse> segments() {
      return Stream.of(use);
    }
  }
}
