package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.semantic.VersionedModel;
import ai.altertable.mcp.analytics.sql.Query;
import java.util.List;

/**
 * What a question about events compiles to.
 *
 * @param models whose dimensions it filters by
 * @param segments that it names
 */
public record EventQuery(Query query, List<VersionedModel> models, List<UserSegment> segments) {
  public EventQuery {
    models = List.copyOf(models);
    segments = List.copyOf(segments);
  }
}
