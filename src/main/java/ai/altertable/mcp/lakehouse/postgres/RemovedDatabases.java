package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the databases of environments that were deleted. The table {@code lakehouse_removal} is the
 * list: a trigger writes it with the deletion, and a row goes only when its database and its logins
 * have gone, so neither a crash nor a server that is away leaks them. Runs on every node, one row
 * at a time.
 */
public final class RemovedDatabases {
  private static final Logger LOG = LoggerFactory.getLogger(RemovedDatabases.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** Takes the next one: until it is due again, nobody else does. A minute to an hour. */
  private static final String TAKE =
      """
      UPDATE lakehouse_removal SET attempts = attempts + 1,
        due_at = now() + least(interval '1 hour', interval '1 minute' * (2 ^ least(attempts, 6)))
      WHERE environment_id = (SELECT environment_id FROM lakehouse_removal
        WHERE due_at <= now() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING environment_id, host, port, database, reader_role, owner_role
      """;

  private static final String DONE = "DELETE FROM lakehouse_removal WHERE environment_id = $1";

  private final Vertx vertx;
  private final PlatformDatabase platform;
  private final PgConnectOptions admin;
  private Future<Integer> running = Future.succeededFuture(0);
  private long timer = -1;

  /**
   * @param admin drops databases and roles; on the server of a database when that is another one
   */
  public RemovedDatabases(Vertx vertx, PlatformDatabase platform, PgConnectOptions admin) {
    this.vertx = vertx;
    this.platform = platform;
    this.admin = new PgConnectOptions(admin);
  }

  /** Looks from time to time. */
  public synchronized Future<Void> start() {
    timer = vertx.setPeriodic(0, PAUSE.toMillis(), due -> look());
    return Future.succeededFuture();
  }

  /** Completes when what is being dropped has gone. */
  public synchronized Future<Void> stop() {
    vertx.cancelTimer(timer);
    return running.<Void>mapEmpty().otherwiseEmpty();
  }

  private synchronized void look() {
    if (running.isComplete()) {
      running = sweep();
      running.onFailure(failure -> LOG.warn("deleted environments were not looked for", failure));
    }
  }

  /**
   * Tries everything that is due.
   *
   * @return how many databases were dropped; what cannot be dropped now is tried again later
   */
  public Future<Integer> sweep() {
    return platform
        .pool()
        .query(TAKE)
        .execute()
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(0)
                    : drop(rows.iterator().next())
                        .compose(dropped -> sweep().map(more -> more + dropped)));
  }

  private Future<Integer> drop(Row row) {
    UUID environmentId = row.getUUID("environment_id");
    return platform
        .inTransaction(
            connection ->
                // A node that is just making the database finishes, or finds that it need not.
                EnvironmentDatabases.lock(connection, environmentId)
                    .compose(locked -> remove(row))
                    .compose(
                        gone -> connection.preparedQuery(DONE).execute(Tuple.of(environmentId))))
        .map(
            done -> {
              LOG.info(
                  "dropped the database of a deleted environment environment={} database={}",
                  environmentId,
                  row.getString("database"));
              return 1;
            })
        .otherwise(
            failure -> {
              LOG.warn(
                  "the database of a deleted environment is not dropped yet environment={}",
                  environmentId,
                  failure);
              return 0;
            });
  }

  private Future<Void> remove(Row row) {
    PgConnectOptions server = new PgConnectOptions(admin);
    if (row.getString("host") != null) {
      server.setHost(row.getString("host")).setPort(row.getInteger("port"));
    }
    return new DatabaseProvisioner(vertx, server)
        .remove(
            row.getString("database"),
            List.of(row.getString("reader_role"), row.getString("owner_role")));
  }
}
