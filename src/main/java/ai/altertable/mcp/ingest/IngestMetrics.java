package ai.altertable.mcp.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what comes in: {@code altertable_ingest_items_total} and what waits. */
final class IngestMetrics {
  private final Map<Kind, Counter> accepted = new EnumMap<>(Kind.class);
  private final Map<Kind, Counter> rejected = new EnumMap<>(Kind.class);

  IngestMetrics(MeterRegistry registry, EventWriters writers) {
    for (Kind kind : Kind.values()) {
      accepted.put(kind, counter(registry, kind, "accepted"));
      rejected.put(kind, counter(registry, kind, "rejected"));
    }
    Gauge.builder("altertable.ingest.waiting", writers, EventWriters::waiting)
        .description("Items that wait for their commit")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, Kind kind, String outcome) {
    return Counter.builder("altertable.ingest.items")
        .description("Events, identifications and aliases by what became of them")
        .tag("kind", kind.name().toLowerCase(Locale.ROOT))
        .tag("outcome", outcome)
        .register(registry);
  }

  void count(Kind kind, int taken, int refused) {
    accepted.get(kind).increment(taken);
    rejected.get(kind).increment(refused);
  }
}
