package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.semantic.VersionedModel;
import ai.altertable.mcp.analytics.sql.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a question about models compiles to.
 *
 * @param models whose expressions it uses, or whose relations it joins along
 * @param formats of columns of the result that have one: {@code currency:EUR}
 */
public record SemanticQuery(Query query, List<VersionedModel> models, Map<String, String> formats) {
  public SemanticQuery {
    models = List.copyOf(models);
    formats = new LinkedHashMap<>(formats);
  }
}
