package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.TaskState;
import ai.altertable.mcp.protocol.RpcException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Tasks as clients see them (extension, {@code Task} and {@code DetailedTask}). */
final class TaskStates {
  private final ToolOutcomes outcomes;

  TaskStates(ToolOutcomes outcomes) {
    this.outcomes = outcomes;
  }

  /** A {@code Task}: what is known of every one. */
  static JsonObject task(TaskState state) {
    TaskState.Times times = state.times();
    JsonObject task =
        new JsonObject().put("taskId", state.taskId()).put("status", state.status().wire());
    if (state.remark() != null) {
      task.put("statusMessage", state.remark());
    }
    return task.put("createdAt", times.createdAt().toString())
        .put("lastUpdatedAt", times.updatedAt().toString())
        .put("ttlMs", times.lifetime().toMillis())
        .put("pollIntervalMs", state.pollMillis());
  }

  /**
   * A {@code DetailedTask}: with what its status brings.
   *
   * @param exchange whoever asks: its answer is what the call itself would have been answered
   */
  Future<JsonObject> detailed(Exchange exchange, TaskState state) {
    JsonObject task = task(state);
    if (state.requests() != null) {
      task.put("inputRequests", state.requests());
    }
    return state.outcome() == null
        ? Future.succeededFuture(task)
        : outcomes
            .encode(exchange, state.outcome())
            .transform(answer -> Future.succeededFuture(ended(task, answer)));
  }

  private static JsonObject ended(JsonObject task, AsyncResult<Buffer> answer) {
    if (answer.succeeded()) {
      return task.put("result", answer.result().toJsonObject());
    }
    if (answer.cause() instanceof RpcException fault) {
      return task.put("error", fault.error().toJson());
    }
    return task.put("error", ((Rejection) answer.cause()).error().toJson());
  }
}
