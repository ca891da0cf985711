package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.config.LakehouseConfig;
import ai.altertable.mcp.lakehouse.postgres.ReaderSession.Habits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Connections of one environment's reader, and what is known of its database. */
final class ReaderPool {
  private static final int MAX_WAITING = 256;
  private static final int PIPELINE = 16;
  private static final int CONNECT_MILLIS = 5000;
  private static final int WAIT_SECONDS = 10;

  /** How the server prints values, whatever its configuration says. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "application_name", "altertable-mcp",
          "client_encoding", "utf8",
          "DateStyle", "ISO",
          "IntervalStyle", "iso_8601",
          "TimeZone", "UTC",
          "bytea_output", "hex",
          "extra_float_digits", "1",
          "standard_conforming_strings", "on",
          "client_min_messages", "error");

  private static final String ROLLBACK = "ROLLBACK";

  // a session-level advisory lock is the one thing of a query that a rollback leaves behind
  private static final String UNLOCK = "SELECT pg_catalog.pg_advisory_unlock_all()";
  private static final String CAN_LOCK =
      "SELECT pg_catalog.has_function_privilege('pg_catalog.pg_advisory_lock(bigint)', 'EXECUTE')";

  private final Vertx vertx;
  private final Duration timeout;
  private final Pool pool;
  private final TypeCatalog types = new TypeCatalog();
  private final NameCatalog names = new NameCatalog();
  private volatile Habits habits;

  ReaderPool(Vertx vertx, PgConnectOptions reader, LakehouseConfig config) {
    this.vertx = vertx;
    this.timeout = config.limits().timeout();
    PgConnectOptions options = new PgConnectOptions(reader);
    options.setPipeliningLimit(PIPELINE).setProperties(new HashMap<>(SETTINGS));
    options.addProperty("statement_timeout", Long.toString(timeout.toMillis()));
    pool =
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setMaxSize(Math.min(config.poolSize(), config.maxConnections()))
                    .setMaxWaitQueueSize(MAX_WAITING)
                    .setConnectionTimeout(WAIT_SECONDS)
                    .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                    .setIdleTimeout((int) config.idle().toSeconds())
                    .setIdleTimeoutUnit(TimeUnit.SECONDS))
            .with(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS))
            .connectingTo(options)
            .withConnectHandler(this::prepare)
            .using(vertx)
            .build();
  }

  private void prepare(SqlConnection connection) {
    RowTap.install(connection);
    connection
        .query(CAN_LOCK)
        .execute()
        .map(rows -> rows.iterator().next().getBoolean(0))
        .map(locks -> locks ? List.of(ROLLBACK, UNLOCK) : List.of(ROLLBACK))
        .map(reset -> new Habits(reset, timeout))
        .onSuccess(known -> habits = known)
        .onComplete(done -> connection.close());
  }

  /** A connection for one transaction; {@link ReaderSession#end} gives it back. */
  Future<ReaderSession> session() {
    return pool.getConnection().compose(this::open);
  }

  private Future<ReaderSession> open(SqlConnection connection) {
    if (habits == null) {
      // the first connection broke before it was known
      return connection
          .close()
          .transform(closed -> Future.failedFuture(ClosedConnectionException.INSTANCE));
    }
    return Future.succeededFuture(
        new ReaderSession(vertx, connection, RowTap.of(connection), habits));
  }

  TypeCatalog types() {
    return types;
  }

  NameCatalog names() {
    return names;
  }

  Future<Void> close() {
    return pool.close();
  }
}
