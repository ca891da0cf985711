package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.TaskReply;
import ai.altertable.mcp.bus.TaskRequest;
import ai.altertable.mcp.bus.TaskRequest.Action;
import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.protocol.ModernResult;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import ai.altertable.mcp.protocol.ServerDescription;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** {@code tasks/get}, {@code tasks/update} and {@code tasks/cancel} (revision 2026-07-28). */
final class TaskMethods {
  private static final int MAX_ID = 128;
  private static final int RETRY_SECONDS = 2;

  private final ToolNodes nodes;
  private final TaskStates states;
  private final ServerDescription server;

  TaskMethods(ToolNodes nodes, TaskStates states, ServerDescription server) {
    this.nodes = nodes;
    this.states = states;
    this.server = server;
  }

  Map<String, MethodHandler> handlers() {
    return Map.of(
        "tasks/get", this::get, "tasks/update", this::update, "tasks/cancel", this::cancel);
  }

  private Future<Buffer> get(Exchange exchange) {
    return known(exchange, Action.GET, null)
        .compose(reply -> states.detailed(exchange, reply.state()))
        .map(this::complete);
  }

  private Future<Buffer> update(Exchange exchange) {
    if (exchange.request().params().getValue("inputResponses") instanceof JsonObject responses) {
      return known(exchange, Action.ANSWER, responses).map(done -> complete(new JsonObject()));
    }
    TasksExtension.require(exchange);
    throw new RpcException(RpcError.invalidParams("params.inputResponses must be an object"));
  }

  private Future<Buffer> cancel(Exchange exchange) {
    return known(exchange, Action.CANCEL, null).map(done -> complete(new JsonObject()));
  }

  /** Fails with -32602 when the caller has no such task. */
  private Future<TaskReply> known(Exchange exchange, Action action, JsonObject answers) {
    TasksExtension.require(exchange);
    if (!(exchange.request().params().getValue("taskId") instanceof String taskId)) {
      throw unknown();
    }
    return request(nodes, new TaskRequest(exchange.visit().caller(), action, taskId, answers))
        .compose(
            reply ->
                reply.found() ? Future.succeededFuture(reply) : Future.failedFuture(unknown()));
  }

  /** Asks a keeper of tasks; fails with a {@link Rejection} while none answers. */
  static Future<TaskReply> request(ToolNodes nodes, TaskRequest request) {
    if (request.taskId().length() > MAX_ID) {
      return Future.succeededFuture(TaskReply.UNKNOWN);
    }
    boolean repeatable = request.action() != Action.ANSWER;
    return nodes
        .<TaskReply>request(Addresses.TASK, request, new DeliveryOptions(), repeatable)
        .map(reply -> reply.body())
        .recover(
            fault ->
                Future.failedFuture(
                    Rejection.retryAfter(
                        503, RETRY_SECONDS, "tasks are not available; try again")));
  }

  private Buffer complete(JsonObject result) {
    return ModernResult.complete(result, server.info()).toBuffer();
  }

  private static RpcException unknown() {
    return new RpcException(
        RpcError.invalidParams("there is no such task, or it has expired; call the tool again"));
  }
}
