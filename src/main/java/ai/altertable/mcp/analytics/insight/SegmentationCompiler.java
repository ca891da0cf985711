package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.insight.Segmentation.Aggregation;
import ai.altertable.mcp.analytics.insight.Segmentation.Breakdown;
import ai.altertable.mcp.analytics.insight.Segmentation.Field;
import ai.altertable.mcp.analytics.insight.Segmentation.Filter;
import ai.altertable.mcp.analytics.insight.Segmentation.Series;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compiles a segmentation to a query with the columns {@code interval_start}, {@code series},
 * {@code breakdown_1} …, {@code value}, {@code partial}. An interval without events has no row;
 * {@code partial} marks intervals that the time frame, or now, cuts off.
 */
public final class SegmentationCompiler {
  private static final String OTHER = "(other)";
  private static final String NONE = "(none)";
  private static final String ALL = "(all)";
  private static final String EVENTS = "e";
  private static final String USERS = "u";

  private final Segmentation segmentation;
  private final TimeFrame.Range range;
  private final int depth;
  private final List<Query.Common> common = new ArrayList<>();

  private SegmentationCompiler(Segmentation segmentation, Instant now) {
    this.segmentation = segmentation;
    TimeFrame.Range whole = segmentation.frame().resolve(now, segmentation.zone());
    this.range = new TimeFrame.Range(whole.from(), whole.to().isAfter(now) ? now : whole.to());
    this.depth = segmentation.breakdownDepth();
  }

  /**
   * @param now where relative time frames end, and what an interval must lie before to be whole
   */
  public static Query compile(Segmentation segmentation, Instant now) {
    SegmentationCompiler compiler = new SegmentationCompiler(segmentation, now);
    List<Select> selects = new ArrayList<>();
    for (int i = 0; i < segmentation.series().size(); i++) {
      selects.add(compiler.series(i, segmentation.series().get(i)));
    }
    return new Query(compiler.common, selects, 2 + compiler.depth);
  }

  private Select series(int index, Series series) {
    String matched = "matched_" + (index + 1);
    common.add(new Query.Common(matched, matched(series)));
    Expr start = new Expr.Column(matched, "interval_start");
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output("interval_start", start));
    outputs.add(new Select.Output("series", new Expr.Text(series.key())));
    List<Expr> kept = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      String name = "breakdown_" + (i + 1);
      Expr value =
          i < series.breakdowns().size()
              ? top(matched, name, series.breakdowns().get(i), kept)
              : new Expr.Text(ALL);
      outputs.add(new Select.Output(name, value));
    }
    outputs.add(new Select.Output("value", aggregate(matched, series.aggregation())));
    outputs.add(new Select.Output("partial", partial(start)));
    Optional<Expr> where = kept.isEmpty() ? Optional.empty() : Optional.of(new Expr.And(kept));
    return new Select(
        outputs, new Select.Common(matched), where, Optional.of(2 + depth), Optional.empty());
  }

  /** The events of a series, one row each, with what the aggregate needs. */
  private Select matched(Series series) {
    List<Select.Output> outputs = new ArrayList<>();
    Expr timestamp = new Expr.Column(EVENTS, "timestamp");
    outputs.add(
        new Select.Output(
            "interval_start",
            new Expr.Bucket(segmentation.interval(), segmentation.zone(), timestamp)));
    outputs.add(new Select.Output("user_id", userId()));
    String property = series.aggregation().property();
    if (property != null) {
      outputs.add(
          new Select.Output(
              "amount", new Expr.NumericProperty(new Expr.Column(EVENTS, "properties"), property)));
    }
    for (int i = 0; i < series.breakdowns().size(); i++) {
      Field field = series.breakdowns().get(i).field();
      Expr value = new Expr.Property(holder(field), field.name());
      outputs.add(
          new Select.Output(
              "breakdown_" + (i + 1), new Expr.Coalesce(List.of(value, new Expr.Text(NONE)))));
    }
    List<Expr> conditions = new ArrayList<>();
    conditions.add(
        new Expr.Compare(
            Comparison.EQUAL, new Expr.Column(EVENTS, "event"), new Expr.Text(series.event())));
    conditions.add(
        new Expr.Compare(Comparison.GREATER_OR_EQUAL, timestamp, new Expr.Moment(range.from())));
    conditions.add(new Expr.Compare(Comparison.LESS, timestamp, new Expr.Moment(range.to())));
    series.filters().forEach(filter -> conditions.add(condition(filter)));
    return new Select(
        outputs,
        source(series),
        Optional.of(new Expr.And(conditions)),
        Optional.empty(),
        Optional.empty());
  }

  /** Keeps the most frequent values; the rest becomes one value, or is left out by a condition. */
  private Expr top(String matched, String name, Breakdown breakdown, List<Expr> kept) {
    String table = matched + "_" + name;
    Expr value = new Expr.Column(matched, name);
    Select most =
        new Select(
            List.of(new Select.Output(name, value)),
            new Select.Common(matched),
            Optional.empty(),
            Optional.of(1),
            Optional.of(new Select.Top(breakdown.limit())));
    common.add(new Query.Common(table, most));
    Expr isTop = new Expr.InTable(value, table);
    if (breakdown.includeOther()) {
      return new Expr.When(isTop, value, new Expr.Text(OTHER));
    }
    kept.add(isTop);
    return value;
  }

  private Expr partial(Expr start) {
    Expr end = new Expr.BucketEnd(segmentation.interval(), segmentation.zone(), start);
    return new Expr.Or(
        List.of(
            new Expr.Compare(Comparison.LESS, start, new Expr.Moment(range.from())),
            new Expr.Compare(Comparison.GREATER, end, new Expr.Moment(range.to()))));
  }

  private static Expr aggregate(String matched, Aggregation aggregation) {
    return switch (aggregation.function()) {
      case COUNT -> new Expr.CountRows();
      case UNIQUE_USERS -> new Expr.CountDistinct(new Expr.Column(matched, "user_id"));
      case SUM -> new Expr.Sum(new Expr.Column(matched, "amount"));
      case AVERAGE -> new Expr.Average(new Expr.Column(matched, "amount"));
    };
  }

  private static Expr condition(Filter filter) {
    return new FilterCompiler(holder(filter.field()), filter.field().name())
        .compile(filter.operator(), filter.values());
  }

  private static Select.Source source(Series series) {
    Select.Source events = new Select.Table("product_analytics", "events", EVENTS);
    boolean traits =
        series.filters().stream().anyMatch(filter -> filter.field().trait())
            || series.breakdowns().stream().anyMatch(breakdown -> breakdown.field().trait());
    if (!traits) {
      return events;
    }
    Expr sameUser =
        new Expr.Compare(
            Comparison.EQUAL,
            new Expr.Column(USERS, "uuid"),
            new Expr.Column(EVENTS, "identity_uuid"));
    return new Select.LeftJoin(
        events, new Select.Table("product_analytics", "identities", USERS), sameUser);
  }

  /** The JSON object that holds a field. */
  private static Expr holder(Field field) {
    return field.trait() ? new Expr.Column(USERS, "traits") : new Expr.Column(EVENTS, "properties");
  }

  /** The resolved identity, or the best id there is before a visitor is identified. */
  private static Expr userId() {
    return new Expr.Coalesce(
        List.of(
            new Expr.AsText(new Expr.Column(EVENTS, "identity_uuid")),
            new Expr.Column(EVENTS, "distinct_id"),
            new Expr.Column(EVENTS, "anonymous_id"),
            new Expr.Column(EVENTS, "device_id")));
  }
}
