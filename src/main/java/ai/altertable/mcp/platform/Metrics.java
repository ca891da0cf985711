package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What this node counts and measures, in Prometheus' format. Labels come from small, fixed sets:
 * never a path, an address, an id or anything else that a client chooses.
 */
public final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Integer, String> listeners;

  /**
   * @param listeners names of HTTP listeners by their configured ports
   */
  public Metrics(Map<Integer, String> listeners) {
    this.listeners = Map.copyOf(listeners);
  }

  /** For the listeners of a configuration. */
  static Metrics of(Config config) {
    Map<Integer, String> listeners = new HashMap<>();
    listeners.put(config.mcp().listen().port(), "mcp");
    listeners.put(config.app().listen().port(), "app");
    listeners.put(config.ingest().listen().port(), "ingest");
    listeners.put(config.runtime().management().port(), "management");
    return new Metrics(listeners);
  }

  /** Where the rooms register their own meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All meters as text of content type {@code text/plain; version=0.0.4}. */
  String scrape() {
    return registry.scrape();
  }

  /** Feeds the registry from Vert.x; goes with {@link #options()}. */
  VertxMetricsFactory factory() {
    VertxMetricsFactory vertx = new MicrometerMetricsFactory(registry);
    return options -> new LeanMetrics(vertx.metrics(options), registry, listeners);
  }

  static MicrometerMetricsOptions options() {
    return new MicrometerMetricsOptions()
        .setEnabled(true)
        .setJvmMetricsEnabled(true)
        .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME))
        // Their addresses and peers have no bound.
        .setDisabledMetricsCategories(
            Set.of(
                MetricsDomain.EVENT_BUS.toCategory(),
                MetricsDomain.NET_SERVER.toCategory(),
                MetricsDomain.HTTP_SERVER.toCategory(),
                MetricsDomain.NET_CLIENT.toCategory(),
                MetricsDomain.DATAGRAM_SOCKET.toCategory(),
                MetricsDomain.VERTICLES.toCategory(),
                "sql"));
  }
}
