package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Expr.Order;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who reaches the steps of a funnel, as one common table expression for each step, {@code step_1}
 * …, with a row for each user: {@code user_id}, {@code started_at}, {@code previous_at} and {@code
 * reached_at}.
 *
 * <p>Without a bound on time the earliest entry gets furthest. So each step takes one pass over its
 * own events: a hash join with those who took the step before, and the earliest event of each. With
 * a bound a later entry may get further, so each entry looks ahead: from the last step backwards,
 * the events of two neighbouring steps are put in order, and the earlier ones learn of the nearest
 * later one and of what that one has ahead of itself.
 */
final class FunnelSteps {
  static final String AT = "reached_at";
  static final String PREVIOUS = "previous_at";
  static final String STARTED = "started_at";
  private static final String USER = "user_id";
  private static final String STEP = "step";
  private static final String EVENT_AT = "at";
  private static final String TAKEN = "taken";

  private final Funnel funnel;
  private final EventSource source;
  private final UserSets users;
  private final TimeFrame.Range range;
  private final List<Query.Common> common;

  FunnelSteps(
      Funnel funnel,
      EventSource source,
      UserSets users,
      TimeFrame.Range range,
      List<Query.Common> common) {
    this.funnel = funnel;
    this.source = source;
    this.users = users;
    this.range = range;
    this.common = common;
  }

  /** The common table expression of a step, counted from 0. */
  static String step(int index) {
    return "step_" + (index + 1);
  }

  /** Adds the common table expressions. */
  void add() {
    if (funnel.within().isEmpty()) {
      addPasses();
    } else {
      addLookingAhead(funnel.within().get());
    }
  }

  private void addPasses() {
    Expr at = new Expr.Min(source.timestamp());
    Select first =
        Select.of(
            List.of(
                new Select.Output(USER, source.userId()),
                new Select.Output(STARTED, at),
                new Select.Output(AT, at)),
            rows(0));
    common.add(new Query.Common(step(0), first.where(events(0)).groupedBy(1)));
    for (int i = 1; i < funnel.steps().size(); i++) {
      String before = step(i - 1);
      List<Select.Output> outputs =
          List.of(
              new Select.Output(USER, new Expr.Column(before, USER)),
              // one value for each user
              new Select.Output(STARTED, new Expr.Min(new Expr.Column(before, STARTED))),
              new Select.Output(PREVIOUS, new Expr.Min(new Expr.Column(before, AT))),
              new Select.Output(AT, at));
      Expr later =
          new Expr.And(
              List.of(
                  compare(Comparison.EQUAL, source.userId(), new Expr.Column(before, USER)),
                  compare(Comparison.GREATER, source.timestamp(), new Expr.Column(before, AT))));
      Select.Source from = new Select.InnerJoin(rows(i), new Select.Common(before), later);
      common.add(
          new Query.Common(
              step(i),
              Select.of(outputs, from)
                  .where(users.events(funnel.steps().get(i), range))
                  .groupedBy(1)));
    }
  }

  private void addLookingAhead(Duration within) {
    int last = funnel.steps().size() - 1;
    common.add(new Query.Common(pair(last), List.of(events(last, last), events(last - 1, last))));
    for (int i = last; i > 0; i--) {
      if (i < last) {
        common.add(new Query.Common(pair(i), List.of(aheadOf(i), events(i - 1, i))));
      }
      common.add(new Query.Common(ahead(i), lookAhead(i)));
    }
    common.add(new Query.Common("entries_timed", timed(within)));
    common.add(new Query.Common("entries_alike", alike()));
    common.add(new Query.Common("entries_ranked", ranked()));
    for (int i = 0; i <= last; i++) {
      common.add(new Query.Common(step(i), reached(i)));
    }
  }

  /** The events of a step, which know nothing yet of those behind another. */
  private Select events(int step, int knownAfter) {
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output(USER, source.userId()));
    outputs.add(new Select.Output(EVENT_AT, source.timestamp()));
    outputs.add(new Select.Output(STEP, new Expr.Whole(step + 1L)));
    for (int i = knownAfter + 1; i < funnel.steps().size(); i++) {
      // NULL of the type that the others have
      outputs.add(
          new Select.Output(next(i), new Expr.Where(new Expr.Flag(false), source.timestamp())));
    }
    return Select.of(outputs, rows(step)).where(events(step));
  }

  /** The events of a step with what they have ahead. */
  private Select aheadOf(int step) {
    String table = ahead(step + 1);
    List<Select.Output> outputs = new ArrayList<>();
    for (String column : List.of(USER, EVENT_AT, STEP)) {
      outputs.add(new Select.Output(column, new Expr.Column(table, column)));
    }
    for (int i = step + 1; i < funnel.steps().size(); i++) {
      outputs.add(new Select.Output(next(i), new Expr.Column(table, next(i))));
    }
    return Select.of(outputs, new Select.Common(table)).where(List.of(isStep(table, step)));
  }

  /**
   * Adds when the nearest later event of a step happens, and what that event has ahead. Events at
   * the same moment are not later: the order puts the lower step behind.
   */
  private Select lookAhead(int step) {
    String table = pair(step);
    List<Expr> partition = List.of(new Expr.Column(table, USER));
    List<Order> latestFirst =
        List.of(
            new Order(new Expr.Column(table, EVENT_AT), true),
            new Order(new Expr.Column(table, STEP), false));
    List<Select.Output> outputs = new ArrayList<>();
    for (String column : List.of(USER, EVENT_AT, STEP)) {
      outputs.add(new Select.Output(column, new Expr.Column(table, column)));
    }
    for (int i = step; i < funnel.steps().size(); i++) {
      Expr seen = new Expr.Column(table, i == step ? EVENT_AT : next(i));
      Expr nearest = new Expr.Latest(new Expr.Where(isStep(table, step), seen));
      outputs.add(new Select.Output(next(i), new Expr.Over(nearest, partition, latestFirst)));
    }
    return Select.of(outputs, new Select.Common(table));
  }

  /** The entries, with the steps that were taken in time. */
  private Select timed(Duration within) {
    String table = ahead(1);
    Expr started = new Expr.Column(table, EVENT_AT);
    Expr end = new Expr.PlusSeconds(started, within.toSeconds());
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output(USER, new Expr.Column(table, USER)));
    outputs.add(new Select.Output(next(0), started));
    for (int i = 1; i < funnel.steps().size(); i++) {
      Expr at = new Expr.Column(table, next(i));
      Expr inTime = compare(Comparison.LESS_OR_EQUAL, at, end);
      outputs.add(new Select.Output(next(i), new Expr.Where(inTime, at)));
    }
    return Select.of(outputs, new Select.Common(table)).where(List.of(isStep(table, 0)));
  }

  /**
   * Of each user's entries that get equally far the earliest. Its steps are the earliest as well,
   * so each is the least of its column.
   */
  private Select alike() {
    String table = "entries_timed";
    List<Expr> taken = new ArrayList<>();
    List<Select.Output> steps = new ArrayList<>();
    for (int i = 0; i < funnel.steps().size(); i++) {
      Expr at = new Expr.Column(table, next(i));
      taken.add(new Expr.When(new Expr.IsNull(at), new Expr.Whole(0), new Expr.Whole(1)));
      steps.add(new Select.Output(next(i), new Expr.Min(at)));
    }
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output(USER, new Expr.Column(table, USER)));
    outputs.add(new Select.Output(TAKEN, new Expr.Plus(taken)));
    outputs.addAll(steps);
    return Select.of(outputs, new Select.Common(table)).groupedBy(2);
  }

  /** Ranks them: those that get furthest first. */
  private Select ranked() {
    String table = "entries_alike";
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output(USER, new Expr.Column(table, USER)));
    for (int i = 0; i < funnel.steps().size(); i++) {
      outputs.add(new Select.Output(next(i), new Expr.Column(table, next(i))));
    }
    outputs.add(
        new Select.Output(
            "rank",
            new Expr.Over(
                new Expr.RowNumber(),
                List.of(new Expr.Column(table, USER)),
                List.of(new Order(new Expr.Column(table, TAKEN), true)))));
    return Select.of(outputs, new Select.Common(table));
  }

  private Select reached(int step) {
    String table = "entries_ranked";
    Expr at = new Expr.Column(table, next(step));
    List<Select.Output> outputs =
        List.of(
            new Select.Output(USER, new Expr.Column(table, USER)),
            new Select.Output(STARTED, new Expr.Column(table, next(0))),
            new Select.Output(PREVIOUS, new Expr.Column(table, next(Math.max(step - 1, 0)))),
            new Select.Output(AT, at));
    return Select.of(outputs, new Select.Common(table))
        .where(
            List.of(
                compare(Comparison.EQUAL, new Expr.Column(table, "rank"), new Expr.Whole(1)),
                new Expr.Not(new Expr.IsNull(at))));
  }

  private Select.Source rows(int step) {
    return source.rows(funnel.steps().get(step).needsTraits());
  }

  private List<Expr> events(int step) {
    return users.eventsOfUsers(funnel.steps().get(step), range);
  }

  /** The events of a step and of the one before it. */
  private static String pair(int step) {
    return "events_of_" + step + "_and_" + (step + 1);
  }

  private static String ahead(int step) {
    return "ahead_" + (step + 1);
  }

  private static Expr isStep(String table, int step) {
    return compare(Comparison.EQUAL, new Expr.Column(table, STEP), new Expr.Whole(step + 1L));
  }

  private static String next(int step) {
    return "at_" + (step + 1);
  }

  private static Expr compare(Comparison comparison, Expr left, Expr right) {
    return new Expr.Compare(comparison, left, right);
  }
}
