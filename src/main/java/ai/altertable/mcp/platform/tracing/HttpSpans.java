package ai.altertable.mcp.platform.tracing;

import ai.altertable.mcp.bus.TraceContext;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.spi.observability.HttpResponse;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A span for each request to a listener (OpenTelemetry, "Semantic conventions for HTTP spans"),
 * named by its endpoint: paths and queries hold what people and clients chose. The event bus and
 * the databases have theirs elsewhere, where it is known what they are for.
 */
final class HttpSpans implements VertxTracer<Tracing.Span, Void> {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final int SERVER_FAULT = 500;

  private final Tracing tracing;
  private final UnaryOperator<String> endpoints;

  /**
   * @param endpoints what the target of a request is called, of few names
   */
  HttpSpans(Tracing tracing, UnaryOperator<String> endpoints) {
    this.tracing = tracing;
    this.endpoints = endpoints;
  }

  @Override
  public <R> Tracing.Span receiveRequest(
      Context context,
      SpanKind kind,
      TracingPolicy policy,
      R request,
      String operation,
      Iterable<Map.Entry<String, String>> headers,
      TagExtractor<R> tags) {
    if (policy == TracingPolicy.IGNORE || !(request instanceof HttpServerRequest http)) {
      return null;
    }
    String name = http.method().name();
    String method = METHODS.contains(name) ? name : "_OTHER";
    String endpoint = endpoints.apply(http.uri());
    TraceContext parent =
        headers instanceof MultiMap given
            ? TraceContext.read(given.get("traceparent"), given.get("tracestate"), null)
            : TraceContext.NONE;
    Tracing.Span span =
        tracing.request(
            (method.equals("_OTHER") ? "HTTP" : method) + " " + endpoint,
            parent,
            TraceContext.NONE,
            Map.of("http.request.method", method, "http.route", endpoint));
    CurrentTrace.enter(context, span.context());
    return span;
  }

  @Override
  public <R> void sendResponse(
      Context context, R response, Tracing.Span span, Throwable failure, TagExtractor<R> tags) {
    if (span == null) {
      return;
    }
    String error = failure == null ? null : "connection";
    if (response instanceof HttpResponse http) {
      span.set("http.response.status_code", http.statusCode());
      if (http.statusCode() >= SERVER_FAULT) {
        error = String.format(Locale.ROOT, "%d", http.statusCode());
      }
    }
    span.end(error);
  }
}
