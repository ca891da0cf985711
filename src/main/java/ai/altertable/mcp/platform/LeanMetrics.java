package ai.altertable.mcp.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Vert.x' meters of pools and clients, and ours of HTTP servers. */
final class LeanMetrics implements VertxMetrics {
  private final VertxMetrics vertx;
  private final MeterRegistry registry;
  private final Map<Integer, String> listeners;
  private final Map<String, HttpMeters> servers = new ConcurrentHashMap<>();

  /**
   * @param vertx what Vert.x measures itself
   * @param listeners names by configured port
   */
  LeanMetrics(VertxMetrics vertx, MeterRegistry registry, Map<Integer, String> listeners) {
    this.vertx = vertx;
    this.registry = registry;
    this.listeners = Map.copyOf(listeners);
  }

  /** Instances of a verticle share a listener, so they share its meters. */
  @Override
  public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
      HttpServerOptions options, SocketAddress local) {
    return servers.computeIfAbsent(
        listeners.getOrDefault(options.getPort(), HttpEndpoints.OTHER),
        name -> new HttpMeters(registry, name));
  }

  @Override
  public HttpClientMetrics<?, ?, ?> createHttpClientMetrics(
      io.vertx.core.http.HttpClientOptions options) {
    return vertx.createHttpClientMetrics(options);
  }

  @Override
  public PoolMetrics<?, ?> createPoolMetrics(String type, String name, int size) {
    return vertx.createPoolMetrics(type, name, size);
  }

  @Override
  public void vertxCreated(Vertx created) {
    vertx.vertxCreated(created);
  }

  @Override
  public boolean isMetricsEnabled() {
    return true;
  }

  @Override
  public void close() {
    vertx.close();
  }
}
