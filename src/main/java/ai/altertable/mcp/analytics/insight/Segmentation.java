package ai.altertable.mcp.analytics.insight;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.analytics.sql.Interval;
import java.util.List;

/**
 * Events over time: series of values by interval, maybe broken down.
 *
 * @param interval one value for each
 * @param series at least one
 */
public record Segmentation(Scope scope, Interval interval, List<Series> series)
    implements EventInsight {
  public Segmentation {
    requireNonNull(scope, "scope is null");
    requireNonNull(interval, "interval is null");
    series = List.copyOf(series);
  }

  @Override
  public List<EventSelector> events() {
    return series.stream().map(Series::event).toList();
  }

  @Override
  public <T> T fold(Cases<T> cases) {
    return cases.segmentation(this);
  }

  /** The most breakdowns that one series has. */
  public int breakdownDepth() {
    return series.stream().mapToInt(each -> each.breakdowns().size()).max().orElse(0);
  }

  /**
   * One event.
   *
   * @param breakdowns the series is split by
   * @param aggregation of the events of an interval
   */
  public record Series(EventSelector event, List<Breakdown> breakdowns, Aggregation aggregation) {
    public Series {
      breakdowns = List.copyOf(breakdowns);
    }
  }

  /**
   * @param property what is summed or averaged; null for the other functions
   */
  public record Aggregation(Function function, String property) {
    /** Functions, by their lower-case names in definitions. */
    public enum Function {
      COUNT,
      UNIQUE_USERS,
      SUM,
      AVERAGE
    }
  }
}
