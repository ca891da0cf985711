package ai.altertable.mcp.analytics.insight;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.analytics.sql.Interval;
import java.util.List;

/**
 * How many users come back. A user starts once, with the first starting event in the time frame,
 * and belongs to the cohort of that interval. Returning events count when they are strictly later.
 *
 * @param interval of cohorts and of periods: day, week or month
 * @param periods how many periods behind the start are looked at, counted from period 0
 */
public record Retention(
    Scope scope,
    EventSelector starting,
    EventSelector returning,
    Measure measure,
    Interval interval,
    int periods)
    implements EventInsight {
  public Retention {
    requireNonNull(scope, "scope is null");
    requireNonNull(measure, "measure is null");
    requireNonNull(interval, "interval is null");
  }

  @Override
  public List<EventSelector> events() {
    return List.of(starting, returning);
  }

  @Override
  public <T> T fold(Cases<T> cases) {
    return cases.retention(this);
  }

  /**
   * What a return is.
   *
   * @param orAfter whether a return in a later period counts for the earlier ones too
   * @param windows whether periods are 24 hours (a week of them) from the user's own start, not
   *     days, weeks and months of the calendar
   */
  public record Measure(boolean orAfter, boolean windows) {}
}
