package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.insight.Segmentation.Aggregation;
import ai.altertable.mcp.analytics.insight.Segmentation.Series;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles a segmentation to a query with the columns {@code interval_start}, {@code series},
 * {@code segment} (when there are audiences), {@code breakdown_1} …, {@code value}, {@code
 * partial}. An interval without events has no row; {@code partial} marks intervals that the time
 * frame, or now, cuts off.
 */
public final class SegmentationCompiler {
  private static final String ALL = "(all)";

  private final Segmentation segmentation;
  private final EventSource source;
  private final TimeFrame.Range range;
  private final int depth;
  private final List<Query.Common> common = new ArrayList<>();
  private final BreakdownCompiler breakdowns = new BreakdownCompiler(common);
  private final UserSets users;
  private final List<AudienceCompiler.Members> members;

  private SegmentationCompiler(Segmentation segmentation, EventData data, Instant now) {
    EventInsight.Scope scope = segmentation.scope();
    this.segmentation = segmentation;
    this.source = data.source();
    this.range = scope.frame().resolve(now, scope.zone()).until(now);
    this.depth = segmentation.breakdownDepth();
    this.users = new UserSets(data, now, common);
    this.members = AudienceCompiler.members(segmentation.scope(), users);
  }

  /**
   * @param data where events are
   * @param now where relative time frames end, and what an interval must lie before to be whole
   */
  public static EventQuery compile(Segmentation segmentation, EventData data, Instant now) {
    SegmentationCompiler compiler = new SegmentationCompiler(segmentation, data, now);
    List<Select> selects = new ArrayList<>();
    for (int i = 0; i < segmentation.series().size(); i++) {
      selects.addAll(compiler.series("matched_" + (i + 1), segmentation.series().get(i)));
    }
    int labels = compiler.members.get(0).label().size();
    return compiler.users.query(new Query(compiler.common, selects, 2 + labels + compiler.depth));
  }

  /** One select for each audience. */
  private List<Select> series(String matched, Series series) {
    common.add(new Query.Common(matched, matched(series)));
    BreakdownCompiler.Split split = breakdowns.split(matched, series.breakdowns());
    return members.stream().map(each -> series(matched, series, split, each)).toList();
  }

  private Select series(
      String matched,
      Series series,
      BreakdownCompiler.Split split,
      AudienceCompiler.Members audience) {
    Expr start = new Expr.Column(matched, "interval_start");
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output("interval_start", start));
    outputs.add(new Select.Output("series", new Expr.Text(series.event().key())));
    outputs.addAll(audience.label());
    for (int i = 0; i < depth; i++) {
      Expr value = i < split.values().size() ? split.values().get(i) : new Expr.Text(ALL);
      outputs.add(new Select.Output(BreakdownCompiler.column(i), value));
    }
    int grouping = outputs.size();
    outputs.add(new Select.Output("value", aggregate(matched, series.aggregation())));
    outputs.add(new Select.Output("partial", partial(start)));
    List<Expr> conditions = new ArrayList<>(split.conditions());
    conditions.addAll(audience.where(new Expr.Column(matched, "user_id")));
    return Select.of(outputs, new Select.Common(matched)).where(conditions).groupedBy(grouping);
  }

  /** The events of a series, one row each, with what the aggregate needs. */
  private Select matched(Series series) {
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(
        new Select.Output(
            "interval_start",
            new Expr.Bucket(
                segmentation.interval(), segmentation.scope().zone(), source.timestamp())));
    outputs.add(new Select.Output("user_id", source.userId()));
    String property = series.aggregation().property();
    if (property != null) {
      outputs.add(new Select.Output("amount", source.number(property)));
    }
    for (int i = 0; i < series.breakdowns().size(); i++) {
      Expr value = BreakdownCompiler.value(source, series.breakdowns().get(i));
      outputs.add(new Select.Output(BreakdownCompiler.column(i), value));
    }
    boolean traits =
        series.event().needsTraits()
            || series.breakdowns().stream().anyMatch(breakdown -> breakdown.field().trait());
    return Select.of(outputs, source.rows(traits)).where(users.events(series.event(), range));
  }

  private Expr partial(Expr start) {
    Expr end =
        new Expr.PlusIntervals(
            segmentation.interval(), segmentation.scope().zone(), start, new Expr.Whole(1));
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
}
