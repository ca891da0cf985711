package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who reaches the steps of a funnel, and when: {@link #FURTHEST}, a common table expression with
 * one row for each user, {@code user_id}, {@code at_1} (of the entry) …, NULL from the step on that
 * was not reached.
 *
 * <p>Without a bound on time the earliest entry gets furthest. So each step takes one pass over its
 * own events: a hash join with those who are under way, and the earliest event of each. With a
 * bound a later entry may get further: see {@link FunnelWindow}.
 *
 * <p>Every common table expression is read once or twice where a dialect does not keep them: Trino
 * puts in its place whatever it stands for each time it is named.
 */
final class FunnelSteps {
  static final String FURTHEST = "furthest";
  static final String USER = "user_id";
  static final String EVENT_AT = "at";
  static final String STEP = "step";
  private static final String EVENTS = "later";

  private final Funnel funnel;
  private final EventSource source;
  private final UserSets users;
  private final TimeFrame.Range range;
  private final List<Query.Common> common;
  private final Dialect dialect;

  /**
   * @param dialect which it is going to be rendered in
   */
  FunnelSteps(
      Funnel funnel,
      EventSource source,
      UserSets users,
      TimeFrame.Range range,
      List<Query.Common> common,
      Dialect dialect) {
    this.funnel = funnel;
    this.source = source;
    this.users = users;
    this.range = range;
    this.common = common;
    this.dialect = dialect;
  }

  /** When a step was reached, counted from 0. */
  static String at(int step) {
    return "at_" + (step + 1);
  }

  /** Adds the common table expressions. */
  void add() {
    if (funnel.within().isEmpty()) {
      addPasses();
    } else {
      new FunnelWindow(this, funnel.steps().size(), funnel.within().get(), common)
          .add(range, dialect.keepsCommon());
    }
  }

  private void addPasses() {
    int last = funnel.steps().size() - 1;
    common.add(new Query.Common(pass(0, last), entries()));
    for (int i = 1; i <= last; i++) {
      String before = pass(i - 1, last);
      List<Select.Output> outputs = new ArrayList<>();
      outputs.add(new Select.Output(USER, new Expr.Column(before, USER)));
      for (int done = 0; done < i; done++) {
        // one value for each user
        outputs.add(new Select.Output(at(done), new Expr.Min(new Expr.Column(before, at(done)))));
      }
      Expr at = new Expr.Column(EVENTS, EVENT_AT);
      outputs.add(new Select.Output(at(i), new Expr.Min(at)));
      Expr later =
          new Expr.And(
              List.of(
                  new Expr.Compare(
                      Comparison.EQUAL,
                      new Expr.Column(EVENTS, USER),
                      new Expr.Column(before, USER)),
                  new Expr.Compare(Comparison.GREATER, at, new Expr.Column(before, at(i - 1)))));
      Select.Source from =
          new Select.LeftJoin(
              new Select.Common(before), new Select.Nested(events(i, List.of()), EVENTS), later);
      common.add(new Query.Common(pass(i, last), Select.of(outputs, from).groupedBy(1)));
    }
  }

  /** Everybody's earliest entry. */
  Select entries() {
    return Select.of(
            List.of(
                new Select.Output(USER, source.userId()),
                new Select.Output(at(0), new Expr.Min(source.timestamp()))),
            rows(0))
        .where(users.eventsOfUsers(funnel.steps().get(0), range))
        .groupedBy(1);
  }

  /**
   * Everybody with an entry, and aggregates of their entries.
   *
   * @param beside a row for some users, which the aggregates may read
   * @param user its column with the user
   */
  Select entriesBeside(List<Select.Output> aggregates, Select.Source beside, Expr user) {
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output(USER, source.userId()));
    outputs.addAll(aggregates);
    Expr sameUser = new Expr.Compare(Comparison.EQUAL, source.userId(), user);
    return Select.of(outputs, new Select.LeftJoin(rows(0), beside, sameUser))
        .where(users.eventsOfUsers(funnel.steps().get(0), range))
        .groupedBy(1);
  }

  /**
   * The events of every step but the first: user, time and step. Those that a name is all of are
   * read together.
   */
  List<Select> later() {
    Map<String, Integer> named = new LinkedHashMap<>();
    List<Select> selects = new ArrayList<>();
    for (int i = 1; i < funnel.steps().size(); i++) {
      EventSelector step = funnel.steps().get(i);
      if (!step.plain() || named.putIfAbsent(step.event(), i) != null) {
        selects.add(events(i, List.of(step(i))));
      }
    }
    if (named.isEmpty()) {
      return selects;
    }
    Expr step = null;
    for (Map.Entry<String, Integer> each : named.entrySet()) {
      Expr number = new Expr.Whole(each.getValue() + 1L);
      step = step == null ? number : new Expr.When(source.isNamed(each.getKey()), number, step);
    }
    List<String> names = List.copyOf(named.keySet());
    List<Select.Output> outputs = userAndTime();
    outputs.add(new Select.Output(STEP, step));
    selects.add(
        0, Select.of(outputs, source.rows(false)).where(source.conditionsOnUsers(names, range)));
    return selects;
  }

  private List<Select.Output> userAndTime() {
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output(USER, source.userId()));
    outputs.add(new Select.Output(EVENT_AT, source.timestamp()));
    return outputs;
  }

  /** The number of a step, counted from 0. */
  static Select.Output step(int step) {
    return new Select.Output(STEP, new Expr.Whole(step + 1L));
  }

  /**
   * The events of a step: user and time, and what else is told.
   *
   * @param more further columns
   */
  Select events(int step, List<Select.Output> more) {
    return events(step, more, List.of());
  }

  /**
   * @param conditions that they meet besides
   */
  Select events(int step, List<Select.Output> more, List<Expr> conditions) {
    List<Select.Output> outputs = userAndTime();
    outputs.addAll(more);
    List<Expr> all = new ArrayList<>(users.eventsOfUsers(funnel.steps().get(step), range));
    all.addAll(conditions);
    return Select.of(outputs, rows(step)).where(all);
  }

  /** Whose event it is, where {@link #events} are read. */
  Expr userOfEvent() {
    return source.userId();
  }

  /** When it happens, where {@link #events} are read. */
  Expr moment() {
    return source.timestamp();
  }

  /** NULL of the type that times of events have. */
  Expr never() {
    return new Expr.Where(new Expr.Flag(false), source.timestamp());
  }

  private Select.Source rows(int step) {
    return source.rows(funnel.steps().get(step).needsTraits());
  }

  private static String pass(int step, int last) {
    return step == last ? FURTHEST : "step_" + (step + 1);
  }
}
