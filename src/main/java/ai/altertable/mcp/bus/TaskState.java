package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * A task as its owner sees it.
 *
 * @param taskId unguessable; only who has it and the grant that made it finds the task
 * @param times when it was made, when it changed, how long it is kept
 * @param pollMillis how long a client should wait before it asks again
 * @param remark for people, or null
 * @param requests what the client is asked, by key: {@code {method, params}}; null unless {@link
 *     TaskStatus#INPUT_REQUIRED}
 * @param outcome how the call ended; null unless {@link TaskStatus#COMPLETED} or {@link
 *     TaskStatus#FAILED}
 */
public record TaskState(
    String taskId,
    TaskStatus status,
    Times times,
    int pollMillis,
    String remark,
    JsonObject requests,
    ToolOutcome outcome) {
  public TaskState {
    requireNonNull(taskId, "taskId is null");
    requireNonNull(status, "status is null");
    requireNonNull(times, "times is null");
    if ((status == TaskStatus.INPUT_REQUIRED) != (requests != null)) {
      throw new IllegalArgumentException("questions belong to a task that asks");
    }
    boolean ended = status == TaskStatus.COMPLETED || status == TaskStatus.FAILED;
    if (ended != (outcome != null)) {
      throw new IllegalArgumentException("an outcome belongs to a task that ended");
    }
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("taskId", taskId)
        .put("status", status.wire())
        .put("times", times.toJson())
        .put("pollMillis", pollMillis)
        .put("remark", remark)
        .put("requests", requests)
        .put("outcome", outcome == null ? null : outcome.toJson());
  }

  static TaskState fromJson(JsonObject json) {
    JsonObject outcome = json.getJsonObject("outcome");
    return new TaskState(
        json.getString("taskId"),
        TaskStatus.of(json.getString("status")),
        Times.fromJson(json.getJsonObject("times")),
        json.getInteger("pollMillis"),
        json.getString("remark"),
        json.getJsonObject("requests"),
        outcome == null ? null : ToolOutcome.fromJson(outcome));
  }

  /**
   * Times of a task, by the database's clock.
   *
   * @param updatedAt when its owner could last see a change
   * @param lifetime from its making until it may be forgotten
   */
  public record Times(Instant createdAt, Instant updatedAt, Duration lifetime) {
    public Times {
      requireNonNull(createdAt, "createdAt is null");
      requireNonNull(updatedAt, "updatedAt is null");
      requireNonNull(lifetime, "lifetime is null");
    }

    JsonObject toJson() {
      return new JsonObject()
          .put("createdAt", createdAt.toString())
          .put("updatedAt", updatedAt.toString())
          .put("lifetimeMillis", lifetime.toMillis());
    }

    static Times fromJson(JsonObject json) {
      return new Times(
          Instant.parse(json.getString("createdAt")),
          Instant.parse(json.getString("updatedAt")),
          Duration.ofMillis(json.getLong("lifetimeMillis")));
    }
  }
}
