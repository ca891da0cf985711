package ai.altertable.mcp.platform;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.function.Function;

/**
 * The platform database. Identity and OAuth tables are reached through {@link #pool()}; whatever
 * belongs to an environment only through {@link #inEnvironment}, which row-level security enforces.
 */
public final class PlatformDatabase {
  private static final String ENTER = "SELECT set_config('altertable.environment', $1, true)";

  private final Pool pool;

  public PlatformDatabase(Pool pool) {
    this.pool = pool;
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
}
