package ai.altertable.mcp.analytics.insight;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.analytics.sql.Interval;
import java.time.ZoneId;
import java.util.List;

/**
 * Events over time: series of values by interval, maybe broken down.
 *
 * @param frame which time
 * @param interval one value for each
 * @param zone whose calendar cuts the intervals
 * @param series at least one
 */
public record Segmentation(TimeFrame frame, Interval interval, ZoneId zone, List<Series> series) {
  public Segmentation {
    requireNonNull(frame, "frame is null");
    requireNonNull(interval, "interval is null");
    requireNonNull(zone, "zone is null");
    series = List.copyOf(series);
  }

  /** The most breakdowns that one series has. */
  public int breakdownDepth() {
    return series.stream().mapToInt(each -> each.breakdowns().size()).max().orElse(0);
  }

  /**
   * One event.
   *
   * @param key unique in the definition; names the series in the result
   * @param event name of the event
   * @param filters all must hold
   * @param breakdowns the series is split by
   * @param aggregation of the events of an interval
   */
  public record Series(
      String key,
      String event,
      List<Filter> filters,
      List<Breakdown> breakdowns,
      Aggregation aggregation) {
    public Series {
      filters = List.copyOf(filters);
      breakdowns = List.copyOf(breakdowns);
    }
  }

  /**
   * A property of the event, or a trait of its user.
   *
   * @param trait true for a trait
   */
  public record Field(String name, boolean trait) {}

  /**
   * @param values as many and of the types that the operator takes: String, Boolean or Number; two
   *     for between
   */
  public record Filter(Field field, FilterOperator operator, List<Object> values) {
    public Filter {
      values = List.copyOf(values);
    }
  }

  /**
   * @param limit the most frequent values that are kept
   * @param includeOther whether the rest counts as one value, or not at all
   */
  public record Breakdown(Field field, int limit, boolean includeOther) {}

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
