package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.SemanticQuery;
import ai.altertable.mcp.analytics.semantic.VersionedModel;
import ai.altertable.mcp.tools.Schema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What numbers come from.
 *
 * @param models whose expressions were used; none for kinds that use none
 * @param formats of columns of the result, by name: {@code currency:EUR}
 */
public record Lineage(List<VersionedModel> models, Map<String, String> formats) {
  static final Lineage NONE = new Lineage(List.of(), Map.of());

  /** Adds {@code models} and {@code formats} to what a tool answers. */
  static Schema describe(Schema output) {
    return output
        .required("models", Schema.list(Schema.map()).describe("slug, table, version, endorsement"))
        .required("formats", Schema.map());
  }

  static Lineage of(SemanticQuery query) {
    return new Lineage(query.models(), query.formats());
  }

  JsonObject addTo(JsonObject structured) {
    JsonObject byColumn = new JsonObject();
    formats.forEach(byColumn::put);
    JsonArray used = new JsonArray();
    models.forEach(each -> used.add(json(each)));
    return structured.put("models", used).put("formats", byColumn);
  }

  /** One line that names the models; empty when there are none. */
  String text() {
    return models.isEmpty()
        ? ""
        : models.stream()
            .map(
                each ->
                    "%s version %d (%s, %s)"
                        .formatted(
                            each.slug(), each.version(), each.model().table(), endorsement(each)))
            .collect(Collectors.joining(", ", "by models ", ""));
  }

  private static JsonObject json(VersionedModel each) {
    return new JsonObject()
        .put("slug", each.slug())
        .put("table", each.model().table().catalog() + "." + each.model().table())
        .put("version", each.version())
        .put("endorsement", endorsement(each));
  }

  private static String endorsement(VersionedModel each) {
    return each.model().endorsement().name().toLowerCase(Locale.ROOT);
  }
}
