package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.EventQuery;
import ai.altertable.mcp.analytics.insight.SemanticQuery;
import ai.altertable.mcp.analytics.insight.UserSegment;
import ai.altertable.mcp.analytics.semantic.VersionedModel;
import ai.altertable.mcp.tools.Schema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What numbers come from.
 *
 * @param models whose expressions were used; none for kinds that use none
 * @param formats of columns of the result, by name: {@code currency:EUR}
 * @param segments that the definition names
 */
public record Lineage(
    List<VersionedModel> models, Map<String, String> formats, List<UserSegment> segments) {
  static final Lineage NONE = new Lineage(List.of(), Map.of(), List.of());

  /** Adds {@code models}, {@code formats} and {@code segments} to what a tool answers. */
  static Schema describe(Schema output) {
    return output
        .required("models", Schema.list(Schema.map()).describe("slug, table, version, endorsement"))
        .required("formats", Schema.map())
        .required("segments", Schema.list(Schema.map()).describe("slug, version"));
  }

  static Lineage of(SemanticQuery query) {
    return new Lineage(query.models(), query.formats(), List.of());
  }

  static Lineage of(EventQuery query) {
    return new Lineage(query.models(), Map.of(), query.segments());
  }

  JsonObject addTo(JsonObject structured) {
    JsonObject byColumn = new JsonObject();
    formats.forEach(byColumn::put);
    JsonArray used = new JsonArray();
    models.forEach(each -> used.add(json(each)));
    JsonArray named = new JsonArray();
    segments.forEach(
        each ->
            named.add(new JsonObject().put("slug", each.slug()).put("version", each.version())));
    return structured.put("models", used).put("formats", byColumn).put("segments", named);
  }

  /** A line that names the models and one that names the segments, where there are any. */
  String text() {
    String byModels =
        models.stream()
            .map(
                each ->
                    "%s version %d (%s, %s)"
                        .formatted(
                            each.slug(), each.version(), each.model().table(), endorsement(each)))
            .collect(Collectors.joining(", "));
    String bySegments =
        segments.stream()
            .map(each -> "%s version %d".formatted(each.slug(), each.version()))
            .collect(Collectors.joining(", "));
    return Stream.of(
            byModels.isEmpty() ? "" : "by models " + byModels,
            bySegments.isEmpty() ? "" : "by segments " + bySegments)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
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
