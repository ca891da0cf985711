package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.bus.TraceContext;
import ai.altertable.mcp.platform.tracing.CurrentTrace;
import ai.altertable.mcp.platform.tracing.Tracing;
import ai.altertable.mcp.protocol.Message;
import ai.altertable.mcp.protocol.Meta;
import ai.altertable.mcp.protocol.RpcException;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A request of a client in a trace (OpenTelemetry, "Semantic conventions for Model Context
 * Protocol"). A session is named by its mark, which opens nothing. Nothing else that a client makes
 * up gets in but the request's id, shortened.
 */
final class RequestSpan {
  private static final int MAX_ID = 64;
  private static final String CODE = "rpc.response.status_code";

  private final Tracing.Span span;
  private final String method;
  private String error;

  private RequestSpan(Tracing.Span span, String method) {
    this.span = span;
    this.method = method;
  }

  /**
   * Begins one.
   *
   * @param known whether there is such a method
   */
  static RequestSpan begin(Tracing tracing, Exchange exchange, boolean known) {
    Message.Request request = exchange.request();
    String method = known ? request.method() : "_OTHER";
    Map<String, String> attributes = new HashMap<>();
    attributes.put("mcp.method.name", method);
    attributes.put("mcp.protocol.version", exchange.era().version().wire());
    attributes.put("network.transport", "tcp");
    attributes.put("network.protocol.name", "http");
    String id = String.valueOf(request.id().value());
    attributes.put("jsonrpc.request.id", id.substring(0, Math.min(MAX_ID, id.length())));
    if (exchange.era() instanceof Era.Legacy legacy && !legacy.session().mark().isEmpty()) {
      attributes.put("mcp.session.id", legacy.session().mark());
    }
    TraceContext theirs = Meta.trace(request.meta());
    TraceContext around = CurrentTrace.of(exchange.visit().request());
    return new RequestSpan(tracing.request(method, theirs, around, attributes), method);
  }

  TraceContext context() {
    return span.context();
  }

  /**
   * The request calls a tool.
   *
   * @param name of a tool that there is
   */
  void tool(String name) {
    span.rename(method + " " + name);
    span.set("gen_ai.operation.name", "execute_tool");
    span.set("gen_ai.tool.name", name);
  }

  /** The tool ended. */
  void ended(ToolOutcome outcome) {
    if (outcome instanceof ToolOutcome.Completed completed && completed.isError()) {
      error = "tool_error";
    }
  }

  void end(AsyncResult<Buffer> result) {
    Throwable failure = result.cause();
    if (failure instanceof Rejection rejection) {
      coded(rejection.error().code());
    } else if (failure instanceof RpcException answer) {
      coded(answer.error().code());
    } else if (failure != null) {
      error = failure instanceof Withdrawn ? "cancelled" : "internal";
    }
    span.end(error);
  }

  private void coded(int code) {
    error = Integer.toString(code);
    span.set(CODE, error);
  }
}
