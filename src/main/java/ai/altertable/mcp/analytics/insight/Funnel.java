package ai.altertable.mcp.analytics.insight;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How many users take steps one after the other. Each event of the first step is an entry; the next
 * step is the first matching event strictly later, and so on. A user counts by the entry that gets
 * furthest, the earliest of these.
 *
 * @param steps at least two, in order
 * @param within longest time from the entry to any later step; empty = no bound but the time frame
 * @param breakdowns by fields of the entry
 */
public record Funnel(
    Scope scope, List<EventSelector> steps, Optional<Duration> within, List<Breakdown> breakdowns)
    implements EventInsight {
  public Funnel {
    requireNonNull(scope, "scope is null");
    requireNonNull(within, "within is null");
    steps = List.copyOf(steps);
    breakdowns = List.copyOf(breakdowns);
  }

  @Override
  public List<EventSelector> events() {
    return steps;
  }

  @Override
  public <T> T fold(Cases<T> cases) {
    return cases.funnel(this);
  }
}
