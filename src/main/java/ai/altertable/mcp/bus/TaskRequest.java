package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * Asks about a task, or has something done to it.
 *
 * @param caller must hold the grant that made the task
 * @param taskId as the client sent it
 * @param answers of {@link Action#ANSWER}, by the keys of {@link TaskState#requests}; else null
 */
public record TaskRequest(Caller caller, Action action, String taskId, JsonObject answers) {
  public TaskRequest {
    requireNonNull(caller, "caller is null");
    requireNonNull(action, "action is null");
    requireNonNull(taskId, "taskId is null");
    if ((action == Action.ANSWER) != (answers != null)) {
      throw new IllegalArgumentException("answers belong to " + Action.ANSWER);
    }
  }

  public static TaskRequest get(Caller caller, String taskId) {
    return new TaskRequest(caller, Action.GET, taskId, null);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("caller", caller.toJson())
        .put("action", action.name())
        .put("taskId", taskId)
        .put("answers", answers);
  }

  static TaskRequest fromJson(JsonObject json) {
    return new TaskRequest(
        Caller.fromJson(json.getJsonObject("caller")),
        Action.valueOf(json.getString("action")),
        json.getString("taskId"),
        json.getJsonObject("answers"));
  }

  /** What is wanted. */
  public enum Action {
    /** Its state. */
    GET,
    /** To go on with these answers, as far as they are asked for. */
    ANSWER,
    /** To stop. */
    CANCEL
  }
}
