package ai.altertable.mcp.analytics.insight;

import java.util.List;
import java.util.Optional;

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
  public sealed interface Condition {}

  /** Has such a trait. */
  public record Trait(Filter filter) implements Condition {}

  /**
   * Has, or has not, done something.
   *
   * @param period when; empty = ever
   */
  public record Performed(EventSelector event, boolean including, Optional<TimeFrame> period)
      implements Condition {}
}
