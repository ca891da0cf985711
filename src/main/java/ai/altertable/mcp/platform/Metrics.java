package ai.altertable.mcp.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Set;

/**
 * What this node counts and measures, in Prometheus' format. Labels come from small, fixed sets:
 * never a path, an address, an id or anything else that a client chooses.
 */
public final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

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
    return new MicrometerMetricsFactory(registry);
  }

  static MicrometerMetricsOptions options() {
    return new MicrometerMetricsOptions()
        .setEnabled(true)
        .setJvmMetricsEnabled(true)
        .setLabels(
            EnumSet.of(
                Label.LOCAL, Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME))
        // Their addresses and peers have no bound.
        .setDisabledMetricsCategories(
            Set.of(
                MetricsDomain.EVENT_BUS.toCategory(),
                MetricsDomain.NET_SERVER.toCategory(),
                MetricsDomain.NET_CLIENT.toCategory(),
                MetricsDomain.DATAGRAM_SOCKET.toCategory(),
                MetricsDomain.VERTICLES.toCategory(),
                "sql"));
  }
}
