package ai.altertable.mcp.lakehouse.demo;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabase;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Contexts;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills the environments of the demo organization, each once. Thread-safe. */
public final class DemoData implements EnvironmentSeed {
  /** Slug of the organization whose environments are filled. */
  public static final String ORGANIZATION = "demo";

  private static final Logger LOG = LoggerFactory.getLogger(DemoData.class);
  private static final int LOCK = 0x64656d6f;
  private static final String TAKE = "SELECT pg_advisory_xact_lock($1, hashtext($2))";
  private static final String SEEDED =
      "SELECT seeded_at IS NOT NULL FROM lakehouse_database WHERE environment_id = $1";
  private static final String MARK =
      "UPDATE lakehouse_database SET seeded_at = now() WHERE environment_id = $1";

  private final Vertx vertx;
  private final PlatformDatabase platform;
  private final BoundedWorker worker;
  private final Clock clock;
  private final ConcurrentMap<UUID, Promise<Void>> loads = new ConcurrentHashMap<>();

  /**
   * @param worker simulates and copies
   * @param clock the present, where the data ends
   */
  public DemoData(Vertx vertx, PlatformDatabase platform, BoundedWorker worker, Clock clock) {
    this.vertx = vertx;
    this.platform = platform;
    this.worker = worker;
    this.clock = clock;
  }

  @Override
  public Future<Void> ready(Tenant tenant, EnvironmentDatabase database) {
    if (!tenant.organization().equals(ORGANIZATION)) {
      return Future.succeededFuture();
    }
    if (!loads.containsKey(tenant.environmentId()) && DemoProfile.exists(tenant.environment())) {
      start(tenant, database);
    }
    Promise<Void> loaded = loads.get(tenant.environmentId());
    if (loaded == null || loaded.future().succeeded()) {
      return Future.succeededFuture();
    }
    // the load runs on its own context, its callers go on with theirs
    return Contexts.here(vertx, loaded.future());
  }

  /**
   * Runs work unless the environment has its data. Nodes that start together take turns, and all
   * but the first may find it done.
   *
   * @param work is given the transaction that holds the turn
   */
  public Future<Void> unlessFilled(UUID environmentId, Function<SqlConnection, Future<Void>> work) {
    return filled(platform.pool(), environmentId)
        .compose(filled -> filled ? Future.succeededFuture() : takeTurn(environmentId, work));
  }

  private Future<Void> takeTurn(UUID environmentId, Function<SqlConnection, Future<Void>> work) {
    return platform.inTransaction(
        connection ->
            connection
                .preparedQuery(TAKE)
                .execute(Tuple.of(LOCK, environmentId.toString()))
                .compose(locked -> filled(connection, environmentId))
                .compose(filled -> filled ? Future.succeededFuture() : work.apply(connection)));
  }

  private static Future<Boolean> filled(SqlClient client, UUID environmentId) {
    return client
        .preparedQuery(SEEDED)
        .execute(Tuple.of(environmentId))
        .map(rows -> rows.size() > 0 && rows.iterator().next().getBoolean(0));
  }

  private void start(Tenant tenant, EnvironmentDatabase database) {
    Promise<Void> loaded = Promise.promise();
    if (loads.putIfAbsent(tenant.environmentId(), loaded) == null) {
      load(tenant, database)
          // the next query tries again
          .onFailure(failure -> loads.remove(tenant.environmentId(), loaded))
          .onComplete(loaded);
    }
  }

  private Future<Void> load(Tenant tenant, EnvironmentDatabase database) {
    return unlessFilled(tenant.environmentId(), connection -> fill(connection, tenant, database));
  }

  private Future<Void> fill(SqlConnection connection, Tenant tenant, EnvironmentDatabase database) {
    long started = System.nanoTime();
    return worker
        .<Void>run(
            () -> {
              DemoProfile profile = DemoProfile.of(tenant.environment()).orElseThrow();
              DemoSimulation shop =
                  new DemoSimulation(profile, clock.instant().truncatedTo(ChronoUnit.HOURS));
              DemoLoader.load(database.owner(), shop);
              return null;
            })
        .compose(loaded -> connection.preparedQuery(MARK).execute(Tuple.of(tenant.environmentId())))
        .map(
            marked -> {
              LOG.info(
                  "loaded demo data environment={} millis={}",
                  tenant.path(),
                  (System.nanoTime() - started) / 1_000_000);
              return null;
            });
  }
}
