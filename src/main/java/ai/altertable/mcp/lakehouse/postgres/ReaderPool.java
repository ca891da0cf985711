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
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Connections of one database's reader, and what is known of that database. */
final class ReaderPool {
  private static final int PIPELINE = 16;
  private static final int CONNECT_MILLIS = 5000;

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

  private static final String UNLOCK = "SELECT pg_catalog.pg_advisory_unlock_all()";
  private static final String CAN_LOCK =
      "SELECT pg_catalog.has_function_privilege('pg_catalog.pg_advisory_lock(bigint)', 'EXECUTE')";

  private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

  /**
   * On a server of somebody else, settings last for a transaction: a pooler between it and us takes
   * few of them at the start of a session, and may lend the session to others.
   */
  private static final List<String> BEGIN_WITH_SETTINGS =
      Stream.concat(
              Stream.of(BEGIN),
              SETTINGS.entrySet().stream()
                  .filter(setting -> !setting.getKey().equals("client_encoding"))
                  .map(
                      setting -> "SET LOCAL " + setting.getKey() + "='" + setting.getValue() + "'"))
          .toList();

  private final Vertx vertx;
  private final List<String> begin;
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
    this.begin = database.managed() ? List.of(BEGIN) : BEGIN_WITH_SETTINGS;
    int size = Math.min(config.poolSize(), config.maxConnections());
    pool =
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setMaxSize(size)
                    .setIdleTimeout((int) config.idle().toSeconds())
                    .setIdleTimeoutUnit(TimeUnit.SECONDS))
            .with(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS))
            .connectingTo(() -> database.login().map(login -> session(login, database.managed())))
            .withConnectHandler(this::prepare)
            .using(vertx)
            .build();
    connections = new ReaderConnections(vertx, pool, size, () -> habits.end());
  }

  private SqlConnectOptions session(SqlConnectOptions login, boolean managed) {
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
        .map(locks -> Habits.of(begin, locks ? List.of(UNLOCK) : List.of(), timeout))
        .onSuccess(known -> habits = known)
        .onComplete(done -> connection.close());
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
