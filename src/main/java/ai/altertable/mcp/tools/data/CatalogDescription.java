package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.analytics.semantic.SemanticModel;
import ai.altertable.mcp.analytics.semantic.SemanticModelParser;
import ai.altertable.mcp.analytics.sql.SqlFragment;
import ai.altertable.mcp.assets.StoredModel;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Describes tables at a level of detail, with what their semantic models say beside the columns.
 */
public final class CatalogDescription {
  private final boolean columns;
  private final boolean full;
  private final Map<String, StoredModel> models = new HashMap<>();

  /**
   * @param columns whether columns are listed
   * @param full whether comments, dimensions, measures and relations are
   */
  public CatalogDescription(boolean columns, boolean full, List<StoredModel> models) {
    this.columns = columns;
    this.full = full;
    models.forEach(
        model -> this.models.put(model.draft().schema() + "." + model.draft().table(), model));
  }

  public JsonObject describe(TableInfo table) {
    JsonObject described =
        new JsonObject()
            .put("schema", table.schema())
            .put("name", table.name())
            .put("kind", table.kind())
            .put("estimated_rows", table.estimatedRows());
    if (!table.comment().isEmpty()) {
      described.put("comment", table.comment());
    }
    if (columns) {
      described.put("columns", columns(table));
    }
    StoredModel model = models.get(table.schema() + "." + table.name());
    if (model != null) {
      described.put("model", model.slug()).put("endorsement", model.draft().endorsement());
      if (full) {
        addFields(described, SemanticModelParser.parse(model.draft().definition()));
      }
    }
    return described;
  }

  private JsonArray columns(TableInfo table) {
    JsonArray described = new JsonArray();
    for (Column column : table.columns()) {
      JsonObject each =
          new JsonObject()
              .put("name", column.name())
              .put("type", column.type())
              .put("nullable", column.nullable());
      if (full && !column.comment().isEmpty()) {
        each.put("comment", column.comment());
      }
      described.add(each);
    }
    return described;
  }

  private static void addFields(JsonObject described, SemanticModel model) {
    JsonArray dimensions = new JsonArray();
    model
        .dimensions()
        .forEach(
            dimension ->
                dimensions.add(
                    new JsonObject()
                        .put("as", dimension.name())
                        .put("sql", dimension.value().sql())));
    JsonArray measures = new JsonArray();
    model
        .measures()
        .forEach(
            measure ->
                measures.add(
                    new JsonObject()
                        .put("as", measure.name())
                        .put("type", measure.type().name().toLowerCase(Locale.ROOT))
                        .put("sql", measure.sql().map(SqlFragment::sql).orElse("*"))));
    JsonArray relations = new JsonArray();
    model
        .relations()
        .forEach(
            relation ->
                relations.add(
                    new JsonObject()
                        .put("foreign_key", relation.foreignKey())
                        .put(
                            "to",
                            relation.to().schema()
                                + "."
                                + relation.to().table()
                                + "."
                                + relation.key())));
    described.put("dimensions", dimensions).put("measures", measures).put("relations", relations);
  }
}
