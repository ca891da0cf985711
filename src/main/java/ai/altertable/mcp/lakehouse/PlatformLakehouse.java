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
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogs that environments have: so far the managed one, a Postgres database of their own.
 */
public final class PlatformLakehouse implements Lakehouse {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformLakehouse.class);
  private static final CatalogInfo MANAGED =
      new CatalogInfo(
          CatalogInfo.LAKEHOUSE,
          "Lakehouse",
          "postgres",
          "PostgreSQL",
          true,
          true,
          "The environment's own lakehouse.");

  private final Vertx vertx;
  private final EnvironmentDatabases databases;
  private final EnvironmentSeed seed;
  private final ReaderPools pools;
  private final StoredResults results;
  private final QueryLimits limits;

  public PlatformLakehouse(
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

  @Override
  public Future<List<CatalogInfo>> catalogs(Tenant tenant) {
    return Future.succeededFuture(List.of(MANAGED));
  }

  @Override
  public Future<QueryEngine> engine(Tenant tenant, String catalog) {
    if (catalog != null && !catalog.equals(CatalogInfo.LAKEHOUSE)) {
      return Future.failedFuture(unknown(tenant, catalog));
    }
    return databases
        .of(tenant.environmentId())
        .compose(database -> seed.ready(tenant, database).map(database))
        .recover(failure -> unavailable(tenant, failure))
        .map(database -> new PostgresEngine(vertx, MANAGED, database, pools, results, limits));
  }

  private static QueryFault unknown(Tenant tenant, String catalog) {
    return new QueryFault(
        QueryFault.Kind.NOT_FOUND,
        "There is no catalog \"" + shorten(catalog) + "\" in " + tenant.path() + ".",
        Detail.hint("The catalogs are: " + CatalogInfo.LAKEHOUSE + "."));
  }

  private static String shorten(String name) {
    return name.length() <= 63 ? name : name.substring(0, 63) + "…";
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
