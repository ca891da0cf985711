package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;

/**
 * A saved semantic model; one for each table.
 *
 * @param slug {@code MDL-1}
 * @param saved by whom and when
 */
public record StoredModel(String slug, Draft draft, Provenance saved) {

  /**
   * What is saved.
   *
   * @param endorsement {@code draft}, {@code verified} or {@code excluded}
   * @param definition measures, dimensions, … in the shape of the semantic model
   */
  public record Draft(
      String catalog,
      String schema,
      String table,
      String description,
      String endorsement,
      JsonObject definition) {
    public Draft {
      requireNonNull(catalog, "catalog is null");
      requireNonNull(schema, "schema is null");
      requireNonNull(table, "table is null");
      requireNonNull(description, "description is null");
      requireNonNull(endorsement, "endorsement is null");
      requireNonNull(definition, "definition is null");
    }
  }

  static StoredModel read(Row row) {
    Draft draft =
        new Draft(
            row.getString("catalog"),
            row.getString("schema_name"),
            row.getString("table_name"),
            row.getString("description"),
            row.getString("endorsement"),
            row.getJsonObject("definition"));
    return new StoredModel(row.getString("slug"), draft, Provenance.read(row));
  }
}
