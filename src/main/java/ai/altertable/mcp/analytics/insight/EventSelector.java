package ai.altertable.mcp.analytics.insight;

import java.util.List;

/**
 * Which events are meant.
 *
 * @param key unique in the definition; names the series or step in the result
 * @param event name of the event
 * @param filters all must hold
 * @param segments that the events' users are in, or not
 */
public record EventSelector(
    String key, String event, List<Filter> filters, List<SegmentUse> segments) {
  public EventSelector {
    filters = List.copyOf(filters);
    segments = List.copyOf(segments);
  }

  /** Whether its events are all of that name. */
  boolean plain() {
    return filters.isEmpty() && segments.isEmpty();
  }

  /** Whether the events' users must be looked up. */
  boolean needsTraits() {
    return filters.stream().anyMatch(filter -> filter.field().trait());
  }
}
