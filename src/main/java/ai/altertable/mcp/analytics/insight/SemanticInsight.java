package ai.altertable.mcp.analytics.insight;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.analytics.semantic.Reference;
import ai.altertable.mcp.analytics.sql.Interval;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Measures of semantic models, grouped by dimensions.
 *
 * @param catalog of all models
 * @param measures at least one; may be of several tables
 * @param dimensions grouped by; those to pivot by come last
 * @param conditions on the rows that are measured
 * @param time which time, and by which intervals
 * @param order of the result; empty = by interval and dimensions
 * @param limit most rows
 */
public record SemanticInsight(
    String catalog,
    List<Reference> measures,
    List<Reference> dimensions,
    Conditions conditions,
    Time time,
    List<Order> order,
    Optional<Integer> limit)
    implements InsightDefinition {
  public SemanticInsight {
    requireNonNull(catalog, "catalog is null");
    requireNonNull(conditions, "conditions is null");
    requireNonNull(time, "time is null");
    requireNonNull(limit, "limit is null");
    measures = List.copyOf(measures);
    dimensions = List.copyOf(dimensions);
    order = List.copyOf(order);
  }

  @Override
  public <T> T fold(Cases<T> cases) {
    return cases.semantic(this);
  }

  /**
   * All must hold.
   *
   * @param named filters of models
   */
  public record Conditions(List<DimensionFilter> filters, List<Reference> named) {
    public Conditions {
      filters = List.copyOf(filters);
      named = List.copyOf(named);
    }
  }

  /**
   * @param values as {@link Filter} has them
   */
  public record DimensionFilter(Reference dimension, FilterOperator operator, List<Object> values) {
    public DimensionFilter {
      values = List.copyOf(values);
    }
  }

  /**
   * @param timestamp that frame and interval apply to; empty = the default of each measure's table
   * @param frame which time; empty = all
   * @param interval that results are split by; empty = not split
   * @param zone whose calendar is meant
   */
  public record Time(
      Optional<Reference> timestamp,
      Optional<TimeFrame> frame,
      Optional<Interval> interval,
      ZoneId zone) {
    /** Whether rows need a time at all. */
    boolean asked() {
      return frame.isPresent() || interval.isPresent() || timestamp.isPresent();
    }
  }

  /**
   * @param path where in the definition, for faults
   * @param column of the result
   */
  public record Order(String path, String column, boolean descending) {}
}
