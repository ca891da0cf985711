package ai.altertable.mcp.analytics.insight;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** A question about events. */
public sealed interface EventInsight extends InsightDefinition
    permits Segmentation, Funnel, Retention {
  Scope scope();

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
