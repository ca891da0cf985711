package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabase;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabases;
import ai.altertable.mcp.lakehouse.postgres.PostgresEngine;
import ai.altertable.mcp.lakehouse.postgres.ReaderPools;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalog that every environment has: a Postgres database of its own. */
public final class ManagedLakehouse {
  static final CatalogInfo INFO =
      new CatalogInfo(
          CatalogInfo.LAKEHOUSE,
          "Lakehouse",
          "postgres",
          "PostgreSQL",
          true,
          true,
          "The environment's own lakehouse.");
  private static final Logger LOG = LoggerFactory.getLogger(ManagedLakehouse.class);

  private final Vertx vertx;
  private final EnvironmentDatabases databases;
  private final EnvironmentSeed seed;
  private final ReaderPools pools;
  private final StoredResults results;
  private final QueryLimits limits;

  public ManagedLakehouse(
      Vertx vertx,
      EnvironmentDatabases databases,
      EnvironmentSeed seed,
      ReaderPools pools,
      StoredResults results,
      QueryLimits limits) {
    this.vertx = vertx;
    this.databases = databases;
    this.seed = seed;
    this.pools = pools;
    this.results = results;
    this.limits = limits;
  }

  Future<QueryEngine> engine(Tenant tenant) {
    return databases
        .of(tenant.environmentId())
        .compose(database -> seed.ready(tenant, database).map(database))
        .recover(failure -> unavailable(tenant, failure))
        .map(database -> new PostgresEngine(vertx, INFO, database, pools, results, limits));
  }

  private static Future<EnvironmentDatabase> unavailable(Tenant tenant, Throwable failure) {
    LOG.error("no database for an environment environment={}", tenant.environmentId(), failure);
    return Future.failedFuture(
        new QueryFault(
            QueryFault.Kind.UNAVAILABLE,
            "The database of " + tenant.path() + " is not available.",
            Detail.hint("Try the same call again in a few seconds.")));
  }
}
