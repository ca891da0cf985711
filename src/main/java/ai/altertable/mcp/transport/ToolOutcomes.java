package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.platform.JsonText;
import ai.altertable.mcp.protocol.ModernResult;
import ai.altertable.mcp.protocol.Questions;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import ai.altertable.mcp.protocol.ServerDescription;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Makes a client's answer of how a call ended. */
final class ToolOutcomes {
  private final ServerDescription server;
  private final InputRounds rounds;

  ToolOutcomes(ServerDescription server, InputRounds rounds) {
    this.server = server;
    this.rounds = rounds;
  }

  /** The {@code CallToolResult}, or the failure that answers the request. */
  Future<Buffer> encode(Exchange exchange, ToolOutcome outcome) {
    return outcome.fold(new Encoding(exchange));
  }

  private final class Encoding implements ToolOutcome.Cases<Future<Buffer>> {
    private final Exchange exchange;

    Encoding(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public Future<Buffer> completed(ToolOutcome.Completed outcome) {
      JsonObject result = new JsonObject().put("content", outcome.content());
      if (outcome.structured() != null) {
        result.put("structuredContent", outcome.structured());
      }
      result.put("isError", outcome.isError());
      if (exchange.modern()) {
        ModernResult.complete(result, server.info());
      }
      return Future.succeededFuture(JsonText.buffer(result));
    }

    @Override
    public Future<Buffer> unknownTool(ToolOutcome.UnknownTool outcome) {
      return Future.failedFuture(ToolCalls.unknown(outcome.tool()));
    }

    @Override
    public Future<Buffer> scopeMissing(ToolOutcome.ScopeMissing outcome) {
      return Future.failedFuture(exchange.visit().scopeMissing(outcome.required()));
    }

    @Override
    public Future<Buffer> overloaded(ToolOutcome.Overloaded outcome) {
      return Future.failedFuture(
          Rejection.retryAfter(
              429, outcome.retryAfterSeconds(), "too many calls are running; try again later"));
    }

    @Override
    public Future<Buffer> cancelled(ToolOutcome.Cancelled outcome) {
      return Future.failedFuture(new Withdrawn());
    }

    @Override
    public Future<Buffer> inputRequired(ToolOutcome.InputRequired outcome) {
      return exchange.modern()
          ? rounds.inputRequired(
              exchange, new InputRounds.Asked(outcome.requests(), outcome.state()))
          : encode(exchange, Questions.CANNOT_BE_ASKED);
    }

    /** The {@code CreateTaskResult}. */
    @Override
    public Future<Buffer> deferred(ToolOutcome.Deferred outcome) {
      JsonObject result = ModernResult.complete(TaskStates.task(outcome.task()), server.info());
      return Future.succeededFuture(result.put("resultType", "task").toBuffer());
    }

    @Override
    public Future<Buffer> failed(ToolOutcome.Failed outcome) {
      return Future.failedFuture(new RpcException(RpcError.internal(outcome.correlationId())));
    }
  }
}
