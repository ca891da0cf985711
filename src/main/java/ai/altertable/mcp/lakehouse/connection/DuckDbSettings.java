package ai.altertable.mcp.lakehouse.connection;

import io.vertx.core.json.JsonObject;

/**
 * A folder of Parquet, CSV and JSON files.
 *
 * @param folder below the environment's own, {@code a/b}; empty = that folder itself
 */
public record DuckDbSettings(String folder) implements ConnectionSettings {
  public static final String ENGINE = "duckdb";

  static DuckDbSettings read(SettingsReader settings) {
    return new DuckDbSettings(settings.folder("folder"));
  }

  @Override
  public String engine() {
    return ENGINE;
  }

  @Override
  public JsonObject toJson() {
    return new JsonObject().put("folder", folder);
  }

  @Override
  public boolean leadsWhere(ConnectionSettings other) {
    return true;
  }
}
