package ai.altertable.mcp.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Rate, errors and duration of the requests to one listener, by endpoint. In place of Vert.x' own
 * meters, which keep sizes and bytes as well and cost a query about a twentieth of the server's
 * work; these are one clock, one look into a map and one timer. Thread-safe.
 *
 * <p>A request is timed until the last byte of its answer is written, so a stream counts for as
 * long as it stands.
 */
final class HttpMeters implements HttpServerMetrics<HttpMeters.Exchange, Void, Boolean> {
  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);
  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final String listener;
  private final LongAdder active = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  /** A request under way. */
  static final class Exchange {
    private final String endpoint;
    private final String method;
    private final long startedNanos = System.nanoTime();
    private boolean ended;

    private Exchange(String endpoint, String method) {
      this.endpoint = endpoint;
      this.method = method;
    }
  }

  private record Key(String endpoint, String method, int status) {}

  /**
   * @param listener its name, of few
   */
  HttpMeters(MeterRegistry registry, String listener) {
    this.registry = registry;
    this.listener = listener;
    Gauge.builder("altertable.http.active.requests", active, LongAdder::sum)
        .description("Requests that are not answered to the end; a stream is one")
        .tag("listener", listener)
        .register(registry);
    Gauge.builder("altertable.http.connections", connections, LongAdder::sum)
        .description("Open connections")
        .tag("listener", listener)
        .register(registry);
  }

  @Override
  public Boolean connected(SocketAddress remote, String name) {
    connections.increment();
    return Boolean.TRUE;
  }

  @Override
  public void disconnected(Boolean connection, SocketAddress remote) {
    connections.decrement();
  }

  @Override
  public Exchange requestBegin(Boolean connection, HttpRequest request) {
    active.increment();
    // A client may make methods up, and each would stay in the map.
    HttpMethod method = request.method();
    String known = METHODS.contains(method) ? method.name() : OTHER;
    return new Exchange(HttpEndpoints.of(request.uri()), known);
  }

  @Override
  public void responseEnd(Exchange exchange, HttpResponse response, long bytes) {
    end(exchange, response.statusCode());
  }

  /** The client went away, or the connection broke, before the answer was written. */
  @Override
  public void requestReset(Exchange exchange) {
    end(exchange, 0);
  }

  private void end(Exchange exchange, int status) {
    if (exchange == null || exchange.ended) {
      return;
    }
    exchange.ended = true;
    active.decrement();
    timers
        .computeIfAbsent(new Key(exchange.endpoint, exchange.method, status), this::timer)
        .record(System.nanoTime() - exchange.startedNanos, TimeUnit.NANOSECONDS);
  }

  /** How many kinds of requests are told apart so far. */
  int kinds() {
    return timers.size();
  }

  private Timer timer(Key key) {
    return Timer.builder("altertable.http.requests")
        .description("Requests from their head to the last byte of the answer")
        .tag("listener", listener)
        .tag("endpoint", key.endpoint)
        .tag("method", key.method)
        .tag("status", key.status == 0 ? "none" : Integer.toString(key.status))
        .serviceLevelObjectives(
            Duration.ofMillis(5),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofMillis(2500),
            Duration.ofSeconds(10))
        .register(registry);
  }
}
