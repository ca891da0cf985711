package ai.altertable.mcp.tools;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Times calls by tool and outcome. Labels are bounded: names of listed tools, and the few outcomes.
 * Used from one context.
 */
final class CallMetrics {
  private static final String NAME = "altertable.tool.calls";

  private final Optional<MeterRegistry> registry;
  private final Map<Key, Timer> timers = new HashMap<>();

  CallMetrics(Optional<MeterRegistry> registry) {
    this.registry = registry;
  }

  /**
   * @param tool name of a listed tool
   * @param outcome of {@link OutcomeName}
   */
  void record(String tool, String outcome, long nanos) {
    registry.ifPresent(
        meters ->
            timers
                .computeIfAbsent(new Key(tool, outcome), key -> timer(meters, key))
                .record(nanos, TimeUnit.NANOSECONDS));
  }

  private static Timer timer(MeterRegistry meters, Key key) {
    return Timer.builder(NAME)
        .description("Tool calls, from taken to answered")
        .tag("tool", key.tool)
        .tag("outcome", key.outcome)
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10))
        .register(meters);
  }

  private record Key(String tool, String outcome) {}
}
