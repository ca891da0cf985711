package ai.altertable.mcp.ingest;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.LimitsConfig.Rate;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.RateLimiter;
import ai.altertable.mcp.platform.TrustedProxies;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/** What the instances of a node share: keys, limits, writers, counters. */
public final class IngestNode {
  private final Gate gate;
  private final EventKeys keys;
  private final EventWriters writers;
  private final IngestMetrics metrics;
  private final ItemReader items = new ItemReader(Clock.systemUTC());
  private final int mostBytes;

  public IngestNode(
      Vertx vertx,
      Config config,
      PlatformDatabase database,
      EventWriters writers,
      MeterRegistry registry) {
    Rate rate = config.ingest().rate();
    this.keys = new EventKeys(vertx, database);
    this.gate =
        new Gate(
            keys,
            new TrustedProxies(config.http().trustedProxies()),
            new RateLimiter<>(rate.perSecond(), Duration.ofSeconds(1), rate.burst()));
    this.writers = writers;
    this.mostBytes = config.ingest().bodyBytes();
    this.metrics = new IngestMetrics(registry, writers);
  }

  /**
   * Hears of keys that are made and ended.
   *
   * @param listener not started yet
   */
  public void listen(DatabaseListener listener) {
    keys.listen(listener);
  }

  IngestEndpoint endpoint(Kind kind) {
    return new IngestEndpoint(kind, gate, items, writers, metrics, mostBytes);
  }
}
