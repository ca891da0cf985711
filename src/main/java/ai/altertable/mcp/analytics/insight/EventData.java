package ai.altertable.mcp.analytics.insight;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionFault;
import ai.altertable.mcp.analytics.semantic.ModelSet;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import java.util.List;
import java.util.Map;

/**
 * What questions about events are compiled against.
 *
 * @param catalog where the events are
 * @param source their tables
 * @param models of the catalog, for filters by dimensions
 * @param segments that are named, by slug
 */
public record EventData(
    String catalog, EventSource source, ModelSet models, Map<String, UserSegment> segments) {
  public EventData {
    requireNonNull(catalog, "catalog is null");
    requireNonNull(source, "source is null");
    requireNonNull(models, "models is null");
    segments = Map.copyOf(segments);
  }

  /** Events alone, without models and segments. */
  public static EventData of(EventSource source) {
    return new EventData(CatalogInfo.LAKEHOUSE, source, new ModelSet(Map.of()), Map.of());
  }

  /**
   * @throws DefinitionException when there is no such segment, or it is of another catalog
   */
  UserSegment segment(SegmentUse use) {
    UserSegment segment = segments.get(use.slug());
    if (segment == null) {
      throw fault(
          use,
          use.slug() + " is no segment: search_entities with node_types [\"segment\"] finds them");
    }
    String theirs = segment.catalog().orElse(CatalogInfo.LAKEHOUSE);
    if (!theirs.equals(catalog)) {
      throw fault(
          use, use.slug() + " is of catalog " + theirs + ", these events are of " + catalog);
    }
    return segment;
  }

  private static DefinitionException fault(SegmentUse use, String message) {
    return new DefinitionException(List.of(new DefinitionFault(use.path(), message)));
  }
}
