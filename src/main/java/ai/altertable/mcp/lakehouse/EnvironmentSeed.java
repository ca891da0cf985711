package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabase;
import io.vertx.core.Future;

/** Data that an environment's database is given before its first query. */
@FunctionalInterface
public interface EnvironmentSeed {
  /** Databases stay as they were made: empty. */
  EnvironmentSeed NONE = (tenant, database) -> Future.succeededFuture();

  /**
   * Completes when the data is there, at once when it has been for long or when there is none for
   * that environment. Called before every query: a seed remembers what it has seen.
   */
  Future<Void> ready(Tenant tenant, EnvironmentDatabase database);
}
