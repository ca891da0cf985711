package ai.altertable.mcp.transport;

import ai.altertable.mcp.platform.tracing.Tracing;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a request to its method and the outcome to its reply, whatever it is. */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Map<String, MethodHandler> modern;
  private final Map<String, MethodHandler> legacy;
  private final Tracing tracing;

  /**
   * @param modern methods from revision 2026-07-28 on
   * @param legacy methods of the handshake era
   * @param tracing sees every request, when there is any
   */
  Dispatcher(
      Map<String, MethodHandler> modern, Map<String, MethodHandler> legacy, Tracing tracing) {
    this.modern = Map.copyOf(modern);
    this.legacy = Map.copyOf(legacy);
    this.tracing = tracing;
  }

  /** Starts a request; its reply gets exactly one answer, now or later. */
  Future<Buffer> dispatch(Exchange exchange) {
    if (!tracing.enabled()) {
      return serve(exchange);
    }
    RequestSpan span = RequestSpan.begin(tracing, exchange, handler(exchange) != null);
    return serve(exchange.within(span)).onComplete(span::end);
  }

  private MethodHandler handler(Exchange exchange) {
    return (exchange.modern() ? modern : legacy).get(exchange.request().method());
  }

  private Future<Buffer> serve(Exchange exchange) {
    Future<Buffer> result = start(exchange);
    Reply reply = exchange.reply();
    String where = where(exchange);
    if (result.isComplete()) {
      settle(reply, where, result);
    } else {
      // Without the exchange: some answers take hours, and what was asked may be large.
      result.onComplete(done -> settle(reply, where, done));
    }
    return result;
  }

  /** For the log. */
  private static String where(Exchange exchange) {
    String method = exchange.request().method();
    return exchange.span() == null
        ? method
        : method + " trace_id=" + exchange.span().context().traceId();
  }

  private Future<Buffer> start(Exchange exchange) {
    String method = exchange.request().method();
    MethodHandler handler = handler(exchange);
    if (handler == null) {
      // The status tells a stateless client, and what stands before it, without reading the body.
      return Future.failedFuture(
          new Rejection(exchange.modern() ? 404 : 200, RpcError.methodNotFound(method)));
    }
    try {
      return handler.handle(exchange);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static void settle(Reply reply, String where, AsyncResult<Buffer> result) {
    if (result.succeeded()) {
      reply.result(result.result());
    } else if (result.cause() instanceof Rejection rejection) {
      reply.reject(rejection);
    } else if (result.cause() instanceof RpcException answer) {
      reply.error(answer.error());
    } else if (result.cause() instanceof Withdrawn) {
      reply.nothing();
    } else {
      reply.reject(unexpected(where, result.cause()));
    }
  }

  /** Logs a fault of ours and makes its answer. */
  static Rejection unexpected(String where, Throwable fault) {
    String correlationId = UUID.randomUUID().toString();
    LOG.error("unexpected fault where={} correlation_id={}", where, correlationId, fault);
    return new Rejection(500, RpcError.internal(correlationId));
  }
}
