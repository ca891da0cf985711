package ai.altertable.mcp.tasks;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The tasks in the database that nobody runs: those of dead nodes, and those that can go on. */
final class TaskOrphans {
  private static final String ADOPT =
      """
      UPDATE task t SET runner = $1, lease_until = now() + make_interval(secs => $2),
        runs = t.runs + 1, deaths = t.deaths + (t.runner IS NOT NULL)::integer
      FROM (SELECT id_hash FROM task WHERE status = 'working' AND lease_until <= now()
            AND expires_at > now() ORDER BY lease_until LIMIT $3 FOR UPDATE SKIP LOCKED) due
      WHERE t.id_hash = due.id_hash
      RETURNING t.id_hash, t.environment_id, t.grant_id, t.runs, t.deaths,
        EXISTS (SELECT 1 FROM oauth_grant g LEFT JOIN app_user u ON u.id = g.user_id
          LEFT JOIN service_account s ON s.id = g.service_account_id
          WHERE g.id = t.grant_id AND g.revoked_at IS NULL AND g.expires_at > now()
            AND u.disabled_at IS NULL AND s.disabled_at IS NULL) AS allowed
      """;
  private static final String SWEEP =
      "DELETE FROM task WHERE id_hash IN"
          + " (SELECT id_hash FROM task WHERE expires_at < now() LIMIT 1000)";

  private final PlatformDatabase database;
  private final UUID runner;
  private final Duration length;

  /**
   * @param runner who takes them
   * @param length of a lease
   */
  TaskOrphans(PlatformDatabase database, UUID runner, Duration length) {
    this.database = database;
    this.runner = runner;
    this.length = length;
  }

  /**
   * A task that was taken up.
   *
   * @param deaths of nodes that ran it
   * @param allowed whether its grant still lives
   */
  record Adopted(Lease lease, int deaths, boolean allowed) {}

  /**
   * Takes up tasks that nobody runs, those first that wait longest.
   *
   * @param most how many
   */
  Future<List<Adopted>> adopt(int most) {
    return database
        .pool()
        .preparedQuery(ADOPT)
        .execute(Tuple.of(runner, length.toMillis() / 1000.0, (long) most))
        .map(
            rows -> {
              List<Adopted> adopted = new ArrayList<>();
              rows.forEach(row -> adopted.add(adopted(row)));
              return adopted;
            });
  }

  /** Deletes what has expired; a little at a time, so that nobody waits for its locks. */
  Future<Void> sweep() {
    return database.pool().query(SWEEP).execute().mapEmpty();
  }

  private Adopted adopted(Row row) {
    Lease lease =
        new Lease(
            TaskKey.fromColumn(row.getBuffer("id_hash")),
            row.getUUID("environment_id"),
            row.getUUID("grant_id"),
            runner,
            row.getInteger("runs"));
    return new Adopted(lease, row.getInteger("deaths"), row.getBoolean("allowed"));
  }
}
