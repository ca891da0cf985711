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
 * Who reaches the steps of a funnel within a time from the entry. A later entry may get further
 * than the earliest, so each looks ahead: the events of all steps are put in order once, from the
 * last to the first, and from the last step backwards each event learns of the nearest later one of
 * the next step and of what that one has ahead of itself.
 *
 * <p>Entries are most of a funnel's events. So the steps behind them are done first, and only the
 * entries of those users take part that took the second step at all; of the others the earliest
 * entry is all there is to know.
 */
final class FunnelWindow {
  private static final String USER = FunnelSteps.USER;
  private static final String AT = FunnelSteps.EVENT_AT;
  private static final String STEP = "step";
  private static final String TAKEN = "taken";
  private static final String RANK = "rank";
  private static final String LATER = "later_steps";
  private static final String SECOND = "second_steps";
  private static final String FIRST_TWO = "first_two_steps";
  private static final String EARLIEST = "earliest_entries";
  private static final String TIMED = "entries_timed";
  private static final String ALIKE = "entries_alike";
  private static final String RANKED = "entries_ranked";

  private final FunnelSteps events;
  private final int steps;
  private final Duration within;
  private final List<Query.Common> common;

  /**
   * @param steps how many
   * @param within from the entry to any later step
   */
  FunnelWindow(FunnelSteps events, int steps, Duration within, List<Query.Common> common) {
    this.events = events;
    this.steps = steps;
    this.within = within;
    this.common = common;
  }

  void add() {
    List<Select> later = new ArrayList<>();
    for (int i = 1; i < steps; i++) {
      later.add(events.events(i, List.of(step(i))));
    }
    common.add(new Query.Common(LATER, later));
    String table = LATER;
    for (int i = steps - 1; i > 1; i--) {
      table = addLookAhead(table, i);
    }
    common.add(new Query.Common(SECOND, secondSteps(table)));
    common.add(new Query.Common(FIRST_TWO, List.of(ahead(), entriesOfThose())));
    String seen = addLookAhead(FIRST_TWO, 1);
    common.add(new Query.Common(TIMED, List.of(inTime(seen), earliest())));
    common.add(new Query.Common(ALIKE, alike()));
    common.add(new Query.Common(RANKED, ranked()));
    common.add(new Query.Common(FunnelSteps.FURTHEST, furthest()));
  }

  /**
   * Adds when the nearest later event of a step happens, and what that event has ahead. Events at
   * the same moment are not later: the order puts the lower step in front, which sees what was
   * before it.
   *
   * @return the name of what has these columns too
   */
  private String addLookAhead(String table, int step) {
    List<Expr> partition = List.of(new Expr.Column(table, USER));
    List<Order> latestFirst =
        List.of(
            new Order(new Expr.Column(table, AT), true),
            new Order(new Expr.Column(table, STEP), false));
    List<Select.Output> outputs = columns(table, List.of(USER, AT, STEP));
    for (int i = step; i < steps; i++) {
      Expr seen = new Expr.Column(table, i == step ? AT : at(i));
      Expr nearest = new Expr.Latest(new Expr.Where(isStep(table, step), seen));
      outputs.add(new Select.Output(at(i), new Expr.Over(nearest, partition, latestFirst)));
    }
    String name = "ahead_" + (step + 1);
    common.add(new Query.Common(name, Select.of(outputs, new Select.Common(table))));
    return name;
  }

  /** The events of the second step, with what they have ahead. */
  private Select secondSteps(String table) {
    List<String> names = new ArrayList<>(List.of(USER, AT, STEP));
    names.addAll(behindSecond());
    return Select.of(columns(table, names), new Select.Common(table))
        .where(List.of(isStep(table, 1)));
  }

  private Select ahead() {
    List<String> names = new ArrayList<>(List.of(USER, AT, STEP));
    names.addAll(behindSecond());
    return Select.of(columns(SECOND, names), new Select.Common(SECOND));
  }

  private Select entriesOfThose() {
    List<Select.Output> more = new ArrayList<>(List.of(step(0)));
    behindSecond().forEach(name -> more.add(new Select.Output(name, events.never())));
    return events.events(0, more, List.of(new Expr.Exists(SECOND, USER, events.userOfEvent())));
  }

  private List<String> behindSecond() {
    List<String> names = new ArrayList<>();
    for (int i = 2; i < steps; i++) {
      names.add(at(i));
    }
    return names;
  }

  /** The entries that get to the second step in time, with the steps that were taken in time. */
  private Select inTime(String table) {
    Expr started = new Expr.Column(table, AT);
    Expr end = new Expr.PlusSeconds(started, within.toSeconds());
    List<Select.Output> outputs = columns(table, List.of(USER));
    outputs.add(new Select.Output(at(0), started));
    for (int i = 1; i < steps; i++) {
      Expr at = new Expr.Column(table, at(i));
      outputs.add(
          new Select.Output(at(i), new Expr.Where(compare(Comparison.LESS_OR_EQUAL, at, end), at)));
    }
    return Select.of(outputs, new Select.Common(table))
        .where(
            List.of(
                isStep(table, 0),
                compare(Comparison.LESS_OR_EQUAL, new Expr.Column(table, at(1)), end)));
  }

  /** Everybody's earliest entry, which may be all that a user does. */
  private Select earliest() {
    Select entries = events.entries();
    List<Select.Output> outputs = columns(EARLIEST, List.of(USER, at(0)));
    for (int i = 1; i < steps; i++) {
      outputs.add(
          new Select.Output(
              at(i), new Expr.Where(new Expr.Flag(false), new Expr.Column(EARLIEST, at(0)))));
    }
    return Select.of(outputs, new Select.Nested(entries, EARLIEST));
  }

  /**
   * Of each user's entries that get equally far the earliest. Its steps are the earliest as well,
   * so each is the least of its column.
   */
  private Select alike() {
    List<Expr> taken = new ArrayList<>();
    List<Select.Output> least = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      Expr at = new Expr.Column(TIMED, at(i));
      taken.add(new Expr.When(new Expr.IsNull(at), new Expr.Whole(0), new Expr.Whole(1)));
      least.add(new Select.Output(at(i), new Expr.Min(at)));
    }
    List<Select.Output> outputs = columns(TIMED, List.of(USER));
    outputs.add(new Select.Output(TAKEN, new Expr.Plus(taken)));
    outputs.addAll(least);
    return Select.of(outputs, new Select.Common(TIMED)).groupedBy(2);
  }

  /** Ranks them: those that get furthest first. */
  private Select ranked() {
    List<Select.Output> outputs = columns(ALIKE, everyStep());
    outputs.add(
        new Select.Output(
            RANK,
            new Expr.Over(
                new Expr.RowNumber(),
                List.of(new Expr.Column(ALIKE, USER)),
                List.of(new Order(new Expr.Column(ALIKE, TAKEN), true)))));
    return Select.of(outputs, new Select.Common(ALIKE));
  }

  private Select furthest() {
    return Select.of(columns(RANKED, everyStep()), new Select.Common(RANKED))
        .where(
            List.of(compare(Comparison.EQUAL, new Expr.Column(RANKED, RANK), new Expr.Whole(1))));
  }

  private List<String> everyStep() {
    List<String> names = new ArrayList<>(List.of(USER));
    for (int i = 0; i < steps; i++) {
      names.add(at(i));
    }
    return names;
  }

  private static List<Select.Output> columns(String table, List<String> names) {
    List<Select.Output> outputs = new ArrayList<>();
    names.forEach(name -> outputs.add(new Select.Output(name, new Expr.Column(table, name))));
    return outputs;
  }

  private static Select.Output step(int step) {
    return new Select.Output(STEP, new Expr.Whole(step + 1L));
  }

  private static Expr isStep(String table, int step) {
    return compare(Comparison.EQUAL, new Expr.Column(table, STEP), new Expr.Whole(step + 1L));
  }

  private static String at(int step) {
    return FunnelSteps.at(step);
  }

  private static Expr compare(Comparison comparison, Expr left, Expr right) {
    return new Expr.Compare(comparison, left, right);
  }
}
