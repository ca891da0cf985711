package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Compiles a funnel to a query with one row for each step: {@code segment} (when there are
 * audiences), {@code breakdown_1} …, {@code step} (from 1), {@code event}, {@code users}, {@code
 * conversion} (of the step before), {@code overall_conversion} (of the first step), {@code
 * drop_off} (users lost since the step before), {@code average_seconds} (since the step before),
 * {@code average_seconds_from_start}.
 */
public final class FunnelCompiler {
  private static final String ENTRIES = "entries";
  private static final String STEPS = "steps";
  private static final String USER = FunnelSteps.USER;
  private static final String USERS = "users_";
  private static final String SECONDS = "seconds_";
  private static final String SECONDS_FROM_START = "seconds_from_start_";

  private final Funnel funnel;
  private final EventSource source;
  private final TimeFrame.Range range;
  private final List<Query.Common> common = new ArrayList<>();
  private final UserSets users;
  private final List<AudienceCompiler.Members> members;
  private BreakdownCompiler.Split split = new BreakdownCompiler.Split(List.of(), List.of());

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
   * @param dialect which it is going to be rendered in
   */
  public static EventQuery compile(Funnel funnel, EventData data, Instant now, Dialect dialect) {
    FunnelCompiler compiler = new FunnelCompiler(funnel, data, now);
    FunnelSteps steps =
        new FunnelSteps(
            funnel, data.source(), compiler.users, compiler.range, compiler.common, dialect);
    steps.add();
    if (!funnel.breakdowns().isEmpty()) {
      compiler.split = compiler.split();
    }
    compiler.addSteps();
    List<Select> selects = new ArrayList<>();
    for (int i = 0; i < compiler.members.size(); i++) {
      selects.add(compiler.rows("counted_" + (i + 1), compiler.members.get(i)));
    }
    int labels = compiler.members.get(0).label().size() + funnel.breakdowns().size();
    return compiler.users.query(new Query(compiler.common, selects, labels + 1));
  }

  /**
   * Adds who reached what with the values of the breakdowns at the entry, and splits it by them.
   * That stands in the place of {@link FunnelSteps#FURTHEST} from there on.
   */
  private BreakdownCompiler.Split split() {
    EventSelector event = funnel.steps().get(0);
    boolean traits =
        event.needsTraits()
            || funnel.breakdowns().stream().anyMatch(breakdown -> breakdown.field().trait());
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output(USER, new Expr.Column(FunnelSteps.FURTHEST, USER)));
    for (int i = 0; i < funnel.steps().size(); i++) {
      // one value for each user
      Expr at = new Expr.Column(FunnelSteps.FURTHEST, FunnelSteps.at(i));
      outputs.add(new Select.Output(FunnelSteps.at(i), new Expr.Min(at)));
    }
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
                equal(source.userId(), new Expr.Column(FunnelSteps.FURTHEST, USER)),
                equal(
                    source.timestamp(), new Expr.Column(FunnelSteps.FURTHEST, FunnelSteps.at(0)))));
    common.add(
        new Query.Common(
            ENTRIES,
            Select.of(
                    outputs,
                    new Select.InnerJoin(
                        source.rows(traits), new Select.Common(FunnelSteps.FURTHEST), isEntry))
                .where(users.events(event, range))
                .groupedBy(1)));
    return new BreakdownCompiler(common).split(ENTRIES, funnel.breakdowns());
  }

  /** The rows of one audience: everything is counted in one pass, then told step by step. */
  private Select rows(String counted, AudienceCompiler.Members audience) {
    common.add(new Query.Common(counted, counted(audience)));
    List<Select.Output> outputs = new ArrayList<>(audience.label());
    outputs.addAll(labels(counted));
    outputs.add(new Select.Output("step", new Expr.Column(STEPS, "step")));
    outputs.add(new Select.Output("event", ofStep(i -> new Expr.Text(key(i)), 0)));
    outputs.add(new Select.Output("users", ofStep(i -> users(counted, i), 0)));
    outputs.add(
        new Select.Output(
            "conversion",
            ofStep(i -> new Expr.Ratio(users(counted, i), users(counted, before(i))), 0)));
    outputs.add(
        new Select.Output(
            "overall_conversion",
            ofStep(i -> new Expr.Ratio(users(counted, i), users(counted, 0)), 0)));
    outputs.add(
        new Select.Output(
            "drop_off",
            ofStep(i -> new Expr.Minus(users(counted, before(i)), users(counted, i)), 0)));
    for (String seconds : List.of(SECONDS, SECONDS_FROM_START)) {
      outputs.add(
          new Select.Output(
              "average_" + seconds.substring(0, seconds.length() - 1),
              ofStep(i -> new Expr.Column(counted, seconds + (i + 1)), 1)));
    }
    return Select.of(
        outputs,
        new Select.InnerJoin(new Select.Common(counted), new Select.Common(STEPS), Expr.Flag.TRUE));
  }

  /** How many users reach each step, and how fast; a row for each label. */
  private Select counted(AudienceCompiler.Members audience) {
    List<Select.Output> outputs = new ArrayList<>();
    for (int i = 0; i < split.values().size(); i++) {
      outputs.add(new Select.Output(BreakdownCompiler.column(i), split.values().get(i)));
    }
    for (int i = 0; i < funnel.steps().size(); i++) {
      outputs.add(new Select.Output(USERS + (i + 1), new Expr.Count(at(i))));
      if (i > 0) {
        outputs.add(
            new Select.Output(SECONDS + (i + 1), new Expr.AverageSeconds(at(i - 1), at(i))));
        outputs.add(
            new Select.Output(SECONDS_FROM_START + (i + 1), new Expr.AverageSeconds(at(0), at(i))));
      }
    }
    List<Expr> conditions = new ArrayList<>(audience.where(new Expr.Column(reached(), USER)));
    conditions.addAll(split.conditions());
    return Select.of(outputs, new Select.Common(reached()))
        .where(conditions)
        .groupedBy(funnel.breakdowns().size());
  }

  /** Where each user's steps are. */
  private String reached() {
    return funnel.breakdowns().isEmpty() ? FunnelSteps.FURTHEST : ENTRIES;
  }

  /**
   * A value for the step that a row is about.
   *
   * @param from the first step that has one; NULL before
   */
  private Expr ofStep(IntFunction<Expr> value, int from) {
    int last = funnel.steps().size() - 1;
    Expr chosen = new Expr.Where(isStep(last), value.apply(last));
    for (int i = last - 1; i >= from; i--) {
      chosen = new Expr.When(isStep(i), value.apply(i), chosen);
    }
    return chosen;
  }

  private static Expr isStep(int step) {
    return equal(new Expr.Column(STEPS, "step"), new Expr.Whole(step + 1L));
  }

  private void addSteps() {
    common.add(
        new Query.Common(
            STEPS,
            IntStream.rangeClosed(1, funnel.steps().size())
                .mapToObj(i -> Select.row(List.of(new Select.Output("step", new Expr.Whole(i)))))
                .toList()));
  }

  private String key(int step) {
    return funnel.steps().get(step).key();
  }

  private static int before(int step) {
    return Math.max(step - 1, 0);
  }

  private Expr at(int step) {
    return new Expr.Column(reached(), FunnelSteps.at(step));
  }

  private static Expr users(String counted, int step) {
    return new Expr.Column(counted, USERS + (step + 1));
  }

  private List<Select.Output> labels(String table) {
    return IntStream.range(0, funnel.breakdowns().size())
        .mapToObj(BreakdownCompiler::column)
        .map(column -> new Select.Output(column, new Expr.Column(table, column)))
        .toList();
  }

  private static Expr equal(Expr left, Expr right) {
    return new Expr.Compare(Comparison.EQUAL, left, right);
  }
}
