package ai.altertable.mcp.lakehouse.connection;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A connection as somebody wrote it, not checked yet.
 *
 * @param catalog its name in statements
 * @param name for people
 * @param description for people, may be empty
 * @param engine {@code postgres}, {@code duckdb} or {@code trino}
 * @param settings of the engine, see {@link ConnectionSettings}
 * @param secret password or token; empty when there is none, or to keep the one there is
 */
public record ConnectionDraft(
    String catalog,
    String name,
    String description,
    String engine,
    JsonObject settings,
    Optional<String> secret) {
  public ConnectionDraft {
    requireNonNull(catalog, "catalog is null");
    requireNonNull(name, "name is null");
    requireNonNull(description, "description is null");
    requireNonNull(engine, "engine is null");
    requireNonNull(settings, "settings is null");
    requireNonNull(secret, "secret is null");
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ConnectionDraft[catalog=" + catalog + ", engine=" + engine + "]";
  }
}
