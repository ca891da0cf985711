package ai.altertable.mcp.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The platform database. Identity and OAuth tables are reached through {@link #pool()}; whatever
 * belongs to an environment only through {@link #inEnvironment}, which row-level security enforces.
 */
public final class PlatformDatabase {
  private static final String ENTER = "SELECT set_config('altertable.environment', $1, true)";

  private static final int LONGEST_QUEUE = 10_000;
  private static final int LONGEST_WAIT_SECONDS = 10;
  private static final int STATEMENTS = 512;

  private final Pool pool;

  public PlatformDatabase(Pool pool) {
    this.pool = pool;
  }

  /**
   * Connects on demand. Who waits for a connection waits a bounded time, in a bounded queue.
   *
   * @param size connections of this node
   */
  public static PlatformDatabase connect(Vertx vertx, PgConnectOptions options, int size) {
    return new PlatformDatabase(
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setName("platform")
                    .setMaxSize(size)
                    .setMaxWaitQueueSize(LONGEST_QUEUE)
                    .setConnectionTimeout(LONGEST_WAIT_SECONDS)
                    .setConnectionTimeoutUnit(TimeUnit.SECONDS))
            .connectingTo(
                new PgConnectOptions(options)
                    .setCachePreparedStatements(true)
                    .setPreparedStatementCacheMaxSize(STATEMENTS)
                    // Not a line of log for words of a search that mean nothing.
                    .addProperty("client_min_messages", "warning")
                    .addProperty("application_name", "altertable-mcp"))
            .using(vertx)
            .build());
  }

  /** The pool of this context; sees no row that belongs to an environment. */
  public Pool pool() {
    return pool;
  }

  /**
   * Runs work in one transaction: committed when its future succeeds, rolled back when it fails.
   */
  public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
    return pool.withTransaction(work);
  }

  /**
   * Runs work in one transaction that sees and changes the rows of that environment and of no
   * other.
   */
  public <T> Future<T> inEnvironment(UUID environmentId, Function<SqlConnection, Future<T>> work) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(ENTER)
                .execute(Tuple.of(environmentId.toString()))
                .compose(entered -> work.apply(connection)));
  }

  /** Closes every connection; running queries are awaited. */
  public Future<Void> close() {
    return pool.close();
  }
}
