package ai.altertable.mcp.analytics.insight;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A question about events. */
public sealed interface EventInsight extends InsightDefinition
    permits Segmentation, Funnel, Retention {
  Scope scope();

  /** The events it asks for. */
  List<EventSelector> events();

  /** Every place where it names a saved segment. */
  default List<SegmentUse> segments() {
    return Stream.concat(
            events().stream().flatMap(event -> event.segments().stream()),
            conditions().flatMap(Audience.Condition::segments))
        .toList();
  }

  /** Whether it asks for dimensions of semantic models. */
  default boolean asksForDimensions() {
    return conditions().anyMatch(Audience.Described.class::isInstance);
  }

  private Stream<Audience.Condition> conditions() {
    return scope().audiences().stream().flatMap(audience -> audience.conditions().stream());
  }

  /**
   * What all questions about events have.
   *
   * @param catalog where the events are; empty = the managed lakehouse
   * @param frame which time
   * @param zone whose calendar is meant
   * @param audiences the result is computed for each of them; none = everybody together
   */
  record Scope(Optional<String> catalog, TimeFrame frame, ZoneId zone, List<Audience> audiences) {
    public Scope {
      audiences = List.copyOf(audiences);
    }
  }
}
