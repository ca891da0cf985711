package ai.altertable.mcp.bus;

import io.vertx.core.json.JsonObject;

/**
 * The answer to a {@link TaskRequest}.
 *
 * @param found false when the caller has no such task, or has it no more
 * @param state of {@link TaskRequest.Action#GET} when it was found, else null
 */
public record TaskReply(boolean found, TaskState state) {
  public static final TaskReply UNKNOWN = new TaskReply(false, null);
  public static final TaskReply DONE = new TaskReply(true, null);

  public static TaskReply of(TaskState state) {
    return new TaskReply(true, state);
  }

  JsonObject toJson() {
    return new JsonObject().put("found", found).put("state", state == null ? null : state.toJson());
  }

  static TaskReply fromJson(JsonObject json) {
    JsonObject state = json.getJsonObject("state");
    return new TaskReply(
        json.getBoolean("found"), state == null ? null : TaskState.fromJson(state));
  }
}
