package ai.altertable.mcp.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** A collector of traces, which reads what is sent to it as OpenTelemetry wrote the format down. */
public final class TraceCollector implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<ResourceSpans> batches = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  public TraceCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.setExecutor(threads);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
      authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
      batches.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What requests came with in {@code Authorization}. */
  public List<String> authorizations() {
    return authorizations;
  }

  /** Everything that was sent, as text. */
  public String text() {
    return batches.toString();
  }

  public List<Span> spans() {
    return batches.stream()
        .flatMap(batch -> batch.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** Waits for the span of that name in that trace. */
  public Span await(String trace, String name) {
    Await.until(() -> find(trace, name).isPresent());
    return find(trace, name).orElseThrow();
  }

  private Optional<Span> find(String trace, String name) {
    return spans().stream()
        .filter(span -> trace(span).equals(trace) && span.getName().equals(name))
        .findFirst();
  }

  /** Waits for a span that fits, whatever trace it is in. */
  public Span await(java.util.function.Predicate<Span> fits) {
    Await.until(() -> spans().stream().anyMatch(fits));
    return spans().stream().filter(fits).findFirst().orElseThrow();
  }

  public static String trace(Span span) {
    return HexFormat.of().formatHex(span.getTraceId().toByteArray());
  }

  public static String id(Span span) {
    return HexFormat.of().formatHex(span.getSpanId().toByteArray());
  }

  public static String parent(Span span) {
    return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
  }

  /** Text of an attribute; empty when the span has none of that name. */
  public static String attribute(Span span, String key) {
    return value(span.getAttributesList(), key);
  }

  /** The same of who sent the spans. */
  public String resource(String key) {
    return value(batches.get(0).getResource().getAttributesList(), key);
  }

  private static String value(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(
            attribute ->
                attribute.getValue().hasStringValue()
                    ? attribute.getValue().getStringValue()
                    : Long.toString(attribute.getValue().getIntValue()))
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
