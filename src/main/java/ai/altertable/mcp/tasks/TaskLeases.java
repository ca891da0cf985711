package ai.altertable.mcp.tasks;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.TaskCall;
import ai.altertable.mcp.bus.TaskStatus;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.config.TasksConfig;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The tasks in the database, for the one event loop that runs them. Whatever it says of a task
 * counts only while it holds the task's lease.
 */
final class TaskLeases {
  /** One at a time for an organization, so that its count is exact. */
  private static final String ONE_AT_A_TIME =
      "SELECT pg_advisory_xact_lock(hashtextextended('task/' || $1::text, 0))";

  private static final String INSERT =
      """
      INSERT INTO task (id_hash, environment_id, organization_id, grant_id, status, runner,
        lease_until, expires_at)
      SELECT $1::bytea, $2::uuid, $3::uuid, $4::uuid, 'working', $5::uuid, now() + make_interval(secs => $6),
        now() + make_interval(secs => $7)
      WHERE (SELECT count(*) FROM task WHERE grant_id = $4 AND expires_at > now()) < $8
        AND (SELECT count(*) FROM task WHERE organization_id = $3 AND expires_at > now()) < $9
      RETURNING created_at
      """;
  private static final String INSERT_CONTENT =
      "INSERT INTO task_content (id_hash, environment_id, request) VALUES ($1, $2, $3)";
  private static final String MINE =
      " WHERE id_hash = $1 AND runner = $2 AND runs = $3 AND status = 'working'";
  private static final String STILL_MINE = "SELECT 1 FROM task" + MINE;
  private static final String FINISH =
      "UPDATE task SET status = $4, remark = $5, runner = NULL, lease_until = NULL,"
          + " updated_at = clock_timestamp()"
          + MINE;
  private static final String SAVE_OUTCOME =
      "UPDATE task_content SET outcome = $2, questions = NULL WHERE id_hash = $1";
  private static final String SAVE_QUESTIONS =
      "UPDATE task_content SET questions = $2 WHERE id_hash = $1";
  private static final String GIVE_UP =
      "UPDATE task SET runner = NULL, lease_until = now() + make_interval(secs => $4)" + MINE;
  private static final String EXTEND =
      "UPDATE task SET lease_until = now() + make_interval(secs => $2)"
          + " WHERE runner = $1 AND status = 'working' AND id_hash = ANY($3) RETURNING id_hash";
  private static final String LOAD =
      "SELECT request, questions FROM task_content WHERE id_hash = $1";

  private final PlatformDatabase database;
  private final TaskVault vault;
  private final UUID runner;
  private final Duration length;

  /**
   * @param runner names the event loop, and no other, ever
   * @param length of a lease
   */
  TaskLeases(PlatformDatabase database, TaskVault vault, UUID runner, Duration length) {
    this.database = database;
    this.vault = vault;
    this.runner = runner;
    this.length = length;
  }

  /** A task and the right to run it. */
  record Made(Lease lease, Found task) {}

  /**
   * Makes a task of a call that runs here.
   *
   * @return empty when the grant or its organization has as many as it may
   */
  Future<Optional<Made>> make(String key, TaskCall call, TasksConfig config) {
    return vault
        .seal(key, call.toJson())
        .compose(
            packed ->
                database.inEnvironment(
                    call.call().caller().tenant().environmentId(),
                    connection -> make(connection, key, call.call().caller(), packed, config)));
  }

  private Future<Optional<Made>> make(
      SqlConnection connection, String key, Caller caller, Buffer packed, TasksConfig config) {
    UUID environment = caller.tenant().environmentId();
    UUID organization = caller.tenant().organizationId();
    Tuple row =
        Tuple.of(TaskKey.toColumn(key), environment, organization, caller.grantId(), runner)
            .addDouble(seconds(length))
            .addDouble(seconds(config.lifetime()))
            .addLong((long) config.limits().grant())
            .addLong((long) config.limits().organization());
    return connection
        .preparedQuery(ONE_AT_A_TIME)
        .execute(Tuple.of(organization.toString()))
        .compose(locked -> connection.preparedQuery(INSERT).execute(row))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture(Optional.empty());
              }
              Made made =
                  new Made(
                      new Lease(key, environment, caller.grantId(), runner, 1),
                      Found.made(
                          rows.iterator().next().getOffsetDateTime(0).toInstant(),
                          config.lifetime()));
              return connection
                  .preparedQuery(INSERT_CONTENT)
                  .execute(Tuple.of(TaskKey.toColumn(key), environment, packed))
                  .map(Optional.of(made));
            });
  }

  /**
   * Says how a task ended.
   *
   * @param outcome null for {@link TaskStatus#CANCELLED}
   * @return false when the lease was lost: what it says counts no more
   */
  Future<Boolean> finish(Lease lease, TaskStatus status, String remark, ToolOutcome outcome) {
    return outcome == null
        ? change(lease, status, remark, null, null)
        : vault
            .seal(lease.key(), outcome)
            .compose(packed -> change(lease, status, remark, SAVE_OUTCOME, packed));
  }

  /**
   * Has the client asked something; then nobody runs the task until the answers are there.
   *
   * @return false when the lease was lost
   */
  Future<Boolean> ask(Lease lease, Round round) {
    return vault
        .seal(lease.key(), round.toJson())
        .compose(packed -> change(lease, TaskStatus.INPUT_REQUIRED, null, SAVE_QUESTIONS, packed));
  }

  private Future<Boolean> change(
      Lease lease, TaskStatus status, String remark, String save, Buffer packed) {
    return database.inEnvironment(
        lease.environmentId(),
        connection ->
            connection
                .preparedQuery(FINISH)
                .execute(mine(lease).addString(status.wire()).addString(remark))
                .compose(
                    changed ->
                        changed.rowCount() == 0 || save == null
                            ? Future.succeededFuture(changed.rowCount() > 0)
                            : connection
                                .preparedQuery(save)
                                .execute(Tuple.of(TaskKey.toColumn(lease.key()), packed))
                                .map(true)));
  }

  /** Leaves a task to whoever takes it up first, after that time. */
  Future<Void> giveUp(Lease lease, Duration pause) {
    return database
        .pool()
        .preparedQuery(GIVE_UP)
        .execute(mine(lease).addDouble(seconds(pause)))
        .mapEmpty();
  }

  Future<Boolean> stillMine(Lease lease) {
    return database
        .pool()
        .preparedQuery(STILL_MINE)
        .execute(mine(lease))
        .map(rows -> rows.size() > 0);
  }

  /**
   * Says that this event loop lives and runs these tasks.
   *
   * @return those that it still has
   */
  Future<Set<String>> extend(Set<String> keys) {
    Buffer[] hashes = keys.stream().map(TaskKey::toColumn).toArray(Buffer[]::new);
    return database
        .pool()
        .preparedQuery(EXTEND)
        .execute(Tuple.of(runner, seconds(length), hashes))
        .map(
            rows -> {
              Set<String> mine = new HashSet<>();
              rows.forEach(row -> mine.add(TaskKey.fromColumn(row.getBuffer("id_hash"))));
              return mine;
            });
  }

  /** What the task has to do. */
  Future<Work> load(Lease lease) {
    return database
        .inEnvironment(
            lease.environmentId(),
            connection ->
                connection.preparedQuery(LOAD).execute(Tuple.of(TaskKey.toColumn(lease.key()))))
        .compose(
            rows -> {
              Row row = rows.iterator().next();
              Future<JsonObject> request = vault.open(lease.key(), row.getBuffer("request"));
              Future<JsonObject> round = vault.open(lease.key(), row.getBuffer("questions"));
              return Future.all(request, round)
                  .map(
                      opened ->
                          new Work(
                              TaskCall.fromJson(request.result()),
                              round.result() == null ? null : Round.fromJson(round.result())));
            });
  }

  private static Tuple mine(Lease lease) {
    return Tuple.of(TaskKey.toColumn(lease.key()), lease.runner(), lease.runs());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
