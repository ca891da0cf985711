package ai.altertable.mcp.tasks;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.TaskState;
import ai.altertable.mcp.bus.TaskStatus;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The tasks in the database, for those who made them: a task is found only by its id, with the
 * grant that made it, in that grant's environment, and only until it expires.
 */
final class TaskStore {
  private static final String THEIRS =
      " t.id_hash = $1 AND t.grant_id = $2 AND t.environment_id = $3 AND t.expires_at > now()";
  private static final String COLUMNS =
      "t.status, t.remark, t.created_at, t.updated_at, t.expires_at, now() AS at";
  private static final String SELECT = "SELECT " + COLUMNS + " FROM task t WHERE" + THEIRS;
  private static final String SELECT_ALL =
      "SELECT "
          + COLUMNS
          + ", c.questions, c.outcome FROM task t JOIN task_content c USING (id_hash) WHERE"
          + THEIRS;
  private static final String LOCK =
      "SELECT t.status, c.questions FROM task t JOIN task_content c USING (id_hash) WHERE"
          + THEIRS
          + " FOR UPDATE OF t";
  private static final String ANSWERED =
      "WITH answered AS (UPDATE task_content SET questions = $2 WHERE id_hash = $1)"
          + " UPDATE task SET updated_at = clock_timestamp(), status = $3,"
          + " lease_until = CASE WHEN $3 = 'working' THEN now() END WHERE id_hash = $1";
  private static final String CANCEL =
      "UPDATE task t SET status = 'cancelled', remark = $4, runner = NULL, lease_until = NULL,"
          + " updated_at = now() WHERE"
          + THEIRS
          + " AND t.status IN ('working', 'input_required')";
  private static final String END_GRANT = "DELETE FROM task WHERE grant_id = $1";
  private static final String CANCELLED = "Cancelled by the client.";

  private final PlatformDatabase database;
  private final TaskVault vault;

  TaskStore(PlatformDatabase database, TaskVault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** The caller's task; empty when it has none of that id. */
  Future<Optional<Found>> find(Caller caller, String key) {
    Tuple theirs = theirs(caller, key);
    return database
        .pool()
        .preparedQuery(SELECT)
        .execute(theirs)
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : contentWanted(rows.iterator().next())
                        ? findAll(caller, key, theirs)
                        : Future.succeededFuture(
                            Optional.of(found(rows.iterator().next(), null, null))));
  }

  /** Most polls find a task at work, which has nothing more to tell. */
  private static boolean contentWanted(Row row) {
    TaskStatus status = status(row);
    return status != TaskStatus.WORKING && status != TaskStatus.CANCELLED;
  }

  private Future<Optional<Found>> findAll(Caller caller, String key, Tuple theirs) {
    return database
        .inEnvironment(
            caller.tenant().environmentId(),
            connection -> connection.preparedQuery(SELECT_ALL).execute(theirs))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : open(key, rows.iterator().next()).map(Optional::of));
  }

  private Future<Found> open(String key, Row row) {
    return switch (status(row)) {
      case WORKING, CANCELLED -> Future.succeededFuture(found(row, null, null));
      case INPUT_REQUIRED ->
          vault
              .open(key, row.getBuffer("questions"))
              .map(round -> found(row, Round.fromJson(round).outstanding(), null));
      case COMPLETED, FAILED ->
          vault
              .open(key, row.getBuffer("outcome"))
              .map(outcome -> found(row, null, ToolOutcome.fromJson(outcome)));
    };
  }

  /**
   * Takes answers to what the caller's task asks; any others are ignored.
   *
   * @return whether the task can go on now; empty when there is no such task
   */
  Future<Optional<Boolean>> answer(Caller caller, String key, JsonObject responses) {
    return database.inEnvironment(
        caller.tenant().environmentId(),
        connection ->
            connection
                .preparedQuery(LOCK)
                .execute(theirs(caller, key))
                .compose(
                    rows ->
                        rows.size() == 0
                            ? Future.succeededFuture(Optional.empty())
                            : answer(connection, key, rows.iterator().next(), responses)
                                .map(Optional::of)));
  }

  private Future<Boolean> answer(
      SqlConnection connection, String key, Row row, JsonObject responses) {
    if (status(row) != TaskStatus.INPUT_REQUIRED) {
      return Future.succeededFuture(false);
    }
    return vault
        .open(key, row.getBuffer("questions"))
        .map(Round::fromJson)
        .compose(
            round -> {
              Round answered = round.with(responses);
              return answered.equals(round)
                  ? Future.succeededFuture(false)
                  : save(connection, key, answered);
            });
  }

  private Future<Boolean> save(SqlConnection connection, String key, Round round) {
    TaskStatus next = round.complete() ? TaskStatus.WORKING : TaskStatus.INPUT_REQUIRED;
    return vault
        .seal(key, round.toJson())
        .compose(
            packed ->
                connection
                    .preparedQuery(ANSWERED)
                    .execute(Tuple.of(TaskKey.toColumn(key), packed, next.wire())))
        .map(saved -> round.complete());
  }

  /**
   * Ends the caller's task, unless it is over already; whoever runs it hears of it.
   *
   * @return false when there is no such task
   */
  Future<Boolean> cancel(Caller caller, String key) {
    Tuple theirs = theirs(caller, key);
    return database
        .pool()
        .preparedQuery(CANCEL)
        .execute(theirs(caller, key).addString(CANCELLED))
        .compose(
            ended ->
                ended.rowCount() > 0
                    ? Future.succeededFuture(true)
                    : database
                        .pool()
                        .preparedQuery(SELECT)
                        .execute(theirs)
                        .map(rows -> rows.size() > 0));
  }

  /** Forgets the tasks of a grant that ended: nobody may ask for them any more. */
  Future<Void> endGrant(UUID grantId) {
    return database.pool().preparedQuery(END_GRANT).execute(Tuple.of(grantId)).mapEmpty();
  }

  private static Tuple theirs(Caller caller, String key) {
    return Tuple.of(TaskKey.toColumn(key), caller.grantId(), caller.tenant().environmentId());
  }

  private static TaskStatus status(Row row) {
    return TaskStatus.of(row.getString("status"));
  }

  private static Found found(Row row, JsonObject requests, ToolOutcome outcome) {
    Instant createdAt = instant(row, "created_at");
    return new Found(
        status(row),
        new TaskState.Times(
            createdAt,
            instant(row, "updated_at"),
            Duration.between(createdAt, instant(row, "expires_at"))),
        Duration.between(createdAt, instant(row, "at")),
        row.getString("remark"),
        requests,
        outcome);
  }

  private static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }
}
