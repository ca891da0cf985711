package ai.altertable.mcp.analytics.insight;

import java.util.List;

/**
 * Which events are meant.
 *
 * @param key unique in the definition; names the series or step in the result
 * @param event name of the event
 * @param filters all must hold
 */
public record EventSelector(String key, String event, List<Filter> filters) {
  public EventSelector {
    filters = List.copyOf(filters);
  }

  /** Whether the events' users must be looked up. */
  boolean needsTraits() {
    return filters.stream().anyMatch(filter -> filter.field().trait());
  }
}
