package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compiles a funnel to a query with one row for each step: {@code segment} (when there are
 * audiences), {@code breakdown_1} …, {@code step} (from 1), {@code event}, {@code users}, {@code
 * conversion} (of the step before), {@code overall_conversion} (of the first step), {@code
 * drop_off} (users lost since the step before), {@code average_seconds} (since the step before),
 * {@code average_seconds_from_start}.
 */
public final class FunnelCompiler {
  private static final String LABELS = "labels";
  private static final String USER = "user_id";

  private final Funnel funnel;
  private final EventSource source;
  private final TimeFrame.Range range;
  private final List<Query.Common> common = new ArrayList<>();
  private final UserSets users;
  private final List<AudienceCompiler.Members> members;

  private FunnelCompiler(Funnel funnel, EventData data, Instant now) {
    this.funnel = funnel;
    this.source = data.source();
    this.range = funnel.scope().frame().resolve(now, funnel.scope().zone()).until(now);
    this.users = new UserSets(data, now, common);
    this.members = AudienceCompiler.members(funnel.scope(), users);
  }

  /**
   * @param data where events are
   * @param now where relative time frames end
   */
  public static EventQuery compile(Funnel funnel, EventData data, Instant now) {
    FunnelCompiler compiler = new FunnelCompiler(funnel, data, now);
    FunnelSteps steps =
        new FunnelSteps(funnel, data.source(), compiler.users, compiler.range, compiler.common);
    steps.add();
    if (!funnel.breakdowns().isEmpty()) {
      compiler.addLabels();
    }
    List<Select> selects = new ArrayList<>();
    for (int i = 0; i < compiler.members.size(); i++) {
      selects.addAll(compiler.rows("counted_" + (i + 1), compiler.members.get(i)));
    }
    int labels = compiler.members.get(0).label().size() + funnel.breakdowns().size();
    return compiler.users.query(new Query(compiler.common, selects, labels + 1));
  }

  /** For each user the values of the breakdowns at the entry. */
  private void addLabels() {
    String first = FunnelSteps.step(0);
    EventSelector event = funnel.steps().get(0);
    boolean traits =
        event.needsTraits()
            || funnel.breakdowns().stream().anyMatch(breakdown -> breakdown.field().trait());
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output(USER, new Expr.Column(first, USER)));
    for (int i = 0; i < funnel.breakdowns().size(); i++) {
      // several events at the very moment of the entry: the least value, to have one
      Expr value = BreakdownCompiler.value(source, funnel.breakdowns().get(i));
      outputs.add(
          new Select.Output(
              BreakdownCompiler.column(i), new Expr.Min(new Expr.ByCodePoint(value))));
    }
    Expr isEntry =
        new Expr.And(
            List.of(
                equal(source.userId(), new Expr.Column(first, USER)),
                equal(source.timestamp(), new Expr.Column(first, FunnelSteps.AT))));
    common.add(
        new Query.Common(
            "entries",
            Select.of(
                    outputs,
                    new Select.InnerJoin(source.rows(traits), new Select.Common(first), isEntry))
                .where(users.events(event, range))
                .groupedBy(1)));
    BreakdownCompiler.Split split =
        new BreakdownCompiler(common).split("entries", funnel.breakdowns());
    List<Select.Output> labels = new ArrayList<>();
    labels.add(new Select.Output(USER, new Expr.Column("entries", USER)));
    for (int i = 0; i < split.values().size(); i++) {
      labels.add(new Select.Output(BreakdownCompiler.column(i), split.values().get(i)));
    }
    common.add(
        new Query.Common(
            LABELS, Select.of(labels, new Select.Common("entries")).where(split.conditions())));
  }

  /** The rows of one audience, counted step by step. */
  private List<Select> rows(String prefix, AudienceCompiler.Members audience) {
    for (int i = 0; i < funnel.steps().size(); i++) {
      common.add(new Query.Common(prefix + "_" + (i + 1), counted(i, audience)));
    }
    return IntStream.range(0, funnel.steps().size())
        .mapToObj(i -> row(prefix, i, audience))
        .toList();
  }

  /** How many users reach a step, and how fast. */
  private Select counted(int step, AudienceCompiler.Members audience) {
    String table = FunnelSteps.step(step);
    List<Select.Output> outputs = new ArrayList<>(labels(LABELS));
    outputs.add(new Select.Output("users", new Expr.CountRows()));
    if (step > 0) {
      Expr at = new Expr.Column(table, FunnelSteps.AT);
      outputs.add(
          new Select.Output(
              "seconds",
              new Expr.AverageSeconds(new Expr.Column(table, FunnelSteps.PREVIOUS), at)));
      outputs.add(
          new Select.Output(
              "seconds_from_start",
              new Expr.AverageSeconds(new Expr.Column(table, FunnelSteps.STARTED), at)));
    }
    Select.Source from = new Select.Common(table);
    if (!funnel.breakdowns().isEmpty()) {
      from =
          new Select.InnerJoin(
              from,
              new Select.Common(LABELS),
              equal(new Expr.Column(LABELS, USER), new Expr.Column(table, USER)));
    }
    return Select.of(outputs, from)
        .where(audience.where(new Expr.Column(table, USER)))
        .groupedBy(funnel.breakdowns().size());
  }

  private Select row(String prefix, int step, AudienceCompiler.Members audience) {
    String first = prefix + "_1";
    String before = prefix + "_" + Math.max(step, 1);
    String here = prefix + "_" + (step + 1);
    Select.Source from = new Select.Common(first);
    if (step > 1) {
      from = new Select.LeftJoin(from, new Select.Common(before), sameLabels(first, before));
    }
    if (step > 0) {
      from = new Select.LeftJoin(from, new Select.Common(here), sameLabels(first, here));
    }
    List<Select.Output> outputs = new ArrayList<>(audience.label());
    outputs.addAll(labels(first));
    outputs.add(new Select.Output("step", new Expr.Whole(step + 1L)));
    outputs.add(new Select.Output("event", new Expr.Text(funnel.steps().get(step).key())));
    outputs.add(new Select.Output("users", users(here)));
    outputs.add(new Select.Output("conversion", new Expr.Ratio(users(here), users(before))));
    outputs.add(new Select.Output("overall_conversion", new Expr.Ratio(users(here), users(first))));
    outputs.add(new Select.Output("drop_off", new Expr.Minus(users(before), users(here))));
    // of the first step: NULL of the type that the others have
    String timed = step == 0 ? prefix + "_2" : here;
    for (String seconds : List.of("seconds", "seconds_from_start")) {
      outputs.add(
          new Select.Output(
              "average_" + seconds,
              step == 0 ? new Expr.NullLike(timed, seconds) : new Expr.Column(timed, seconds)));
    }
    return Select.of(outputs, from);
  }

  private List<Select.Output> labels(String table) {
    return IntStream.range(0, funnel.breakdowns().size())
        .mapToObj(BreakdownCompiler::column)
        .map(column -> new Select.Output(column, new Expr.Column(table, column)))
        .toList();
  }

  /** Nobody of a label reached a step: there is no row of it. */
  private static Expr users(String table) {
    return new Expr.Coalesce(List.of(new Expr.Column(table, "users"), new Expr.Whole(0)));
  }

  private Expr sameLabels(String left, String right) {
    List<Expr> same =
        IntStream.range(0, funnel.breakdowns().size())
            .mapToObj(BreakdownCompiler::column)
            .map(column -> equal(new Expr.Column(left, column), new Expr.Column(right, column)))
            .toList();
    return same.isEmpty() ? Expr.Flag.TRUE : new Expr.And(same);
  }

  private static Expr equal(Expr left, Expr right) {
    return new Expr.Compare(Comparison.EQUAL, left, right);
  }
}
