package ai.altertable.mcp.lakehouse.connection;

import io.vertx.core.json.JsonObject;

/** Where a connection leads, checked; the secret is kept apart. */
public sealed interface ConnectionSettings permits PostgresSettings, DuckDbSettings, TrinoSettings {
  /** {@code postgres}, {@code duckdb} or {@code trino}. */
  String engine();

  /** As {@link SettingsReader} reads it. */
  JsonObject toJson();

  /**
   * Whether a secret given for the other settings goes to the same place in the same protection. If
   * not, it must be given anew: else whoever may edit could have it sent to a host of theirs.
   */
  boolean leadsWhere(ConnectionSettings other);
}
