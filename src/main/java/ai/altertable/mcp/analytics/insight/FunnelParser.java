package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code funnel_definition}; faults go to the reader. */
final class FunnelParser {
  private static final int MAX_STEPS = 10;
  private static final int MAX_SECONDS = 365 * 24 * 3600;

  private FunnelParser() {}

  static Funnel parse(DefinitionReader reader) {
    EventInsight.Scope scope = EventParser.scope(reader);
    Set<String> keys = new HashSet<>();
    List<EventSelector> steps = new ArrayList<>();
    for (DefinitionReader event : reader.objects("events", 2, MAX_STEPS)) {
      steps.add(EventParser.selector(event, keys));
      event.refuseUnknown();
    }
    int seconds = reader.integer("completed_within_seconds", 1, MAX_SECONDS, 0);
    Optional<Duration> within =
        seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    List<Breakdown> breakdowns = EventParser.breakdowns(reader);
    reader.refuseUnknown();
    return new Funnel(scope, steps, within, breakdowns);
  }
}
