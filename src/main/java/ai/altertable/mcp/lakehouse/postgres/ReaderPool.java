package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.config.LakehouseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Connections of one database's reader, and what is known of that database. */
final class ReaderPool {
  private static final int PIPELINE = 16;
  private static final int CONNECT_MILLIS = 5000;

  /** Of connecting and signing in. */
  private static final int OPEN_SECONDS = 10;

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

  private static final String CAN_LOCK =
      "SELECT pg_catalog.has_function_privilege('pg_catalog.pg_advisory_lock(bigint)', 'EXECUTE')";

  private final Vertx vertx;
  private final boolean managed;
  private final Duration timeout;
  private final Pool pool;
  private final ReaderConnections connections;
  private final TypeCatalog types = new TypeCatalog();
  private final NameCatalog names = new NameCatalog();
  private volatile Habits habits;

  ReaderPool(Vertx vertx, ReaderDatabase database, LakehouseConfig config) {
    this.vertx = vertx;
    // one that was not set when the session began is set in every transaction
    this.timeout = database.managed() ? config.limits().timeout() : Duration.ofDays(1);
    this.managed = database.managed();
    int size = Math.min(config.poolSize(), config.maxConnections());
    pool =
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setMaxSize(size)
                    .setConnectionTimeout(OPEN_SECONDS)
                    .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                    .setIdleTimeout((int) config.idle().toSeconds())
                    .setIdleTimeoutUnit(TimeUnit.SECONDS))
            .with(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS))
            .connectingTo(() -> database.login().map(this::session))
            .withConnectHandler(this::prepare)
            .using(vertx)
            .build();
    connections = new ReaderConnections(vertx, pool, size, () -> habits.end());
  }

  private SqlConnectOptions session(SqlConnectOptions login) {
    PgConnectOptions options = (PgConnectOptions) login;
    options.setPipeliningLimit(PIPELINE);
    if (managed) {
      options.setProperties(new HashMap<>(SETTINGS));
      options.addProperty("statement_timeout", Long.toString(timeout.toMillis()));
    } else {
      options.setProperties(new HashMap<>(Map.of("client_encoding", "utf8")));
    }
    return options;
  }

  private void prepare(SqlConnection connection) {
    RowTap.install(connection);
    connection
        .query(CAN_LOCK)
        .execute()
        .map(rows -> rows.iterator().next().getBoolean(0))
        .map(
            locks ->
                managed
                    ? Habits.ofManaged(locks, timeout)
                    : Habits.ofForeign(SETTINGS, locks, timeout))
        .compose(known -> prepare(connection, known).map(known))
        .onSuccess(known -> habits = known)
        .onComplete(done -> connection.close());
  }

  private Future<Void> prepare(SqlConnection connection, Habits known) {
    if (!managed) {
      return Future.succeededFuture();
    }
    RoundTrip trip = new RoundTrip((ContextInternal) vertx.getOrCreateContext());
    Future<Void> prepared = known.prepare(trip);
    RowTap.of(connection).send(trip);
    return prepared;
  }

  /** A connection for one transaction; {@link ReaderSession#end} gives it back. */
  Future<ReaderSession> session() {
    return connections.borrow().compose(this::open);
  }

  private Future<ReaderSession> open(ReaderConnections.Lent lent) {
    if (habits == null) {
      // the first connection broke before it was known
      connections.discard(lent);
      return Future.failedFuture(ClosedConnectionException.INSTANCE);
    }
    return Future.succeededFuture(new ReaderSession(vertx, connections, lent, habits));
  }

  /** Connections that are in use or wait to be used again. */
  int taken() {
    return connections.taken();
  }

  /** Calls that wait for a connection. */
  int waiting() {
    return connections.waiting();
  }

  /** Whether it is of no more use, since its server does not answer. */
  boolean stalled() {
    return connections.stalled();
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
