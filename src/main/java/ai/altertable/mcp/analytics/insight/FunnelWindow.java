package ai.altertable.mcp.analytics.insight;

import static ai.altertable.mcp.analytics.insight.FunnelSteps.at;

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
 * entries of those users are put in order that took the second step and were not answered by {@link
 * FunnelGuess}; of the others the earliest entry is all there is to know. Where common table
 * expressions are not kept nothing is guessed: it would take those in front of it several times.
 */
final class FunnelWindow {
  private static final String USER = FunnelSteps.USER;
  private static final String AT = FunnelSteps.EVENT_AT;
  private static final String STEP = FunnelSteps.STEP;
  private static final String LATER = "later_steps";
  private static final String SECOND = "second_steps";
  private static final String FIRST_TWO = "first_two_steps";
  private static final String EARLIEST = "earliest_entries";
  private static final String TIMED = "entries_timed";
  private static final String BEST = "best_entries";

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

  /**
   * @param range of all events
   * @param kept whether common table expressions are computed once
   */
  void add(TimeFrame.Range range, boolean kept) {
    FurthestFirst furthest = new FurthestFirst(steps, range, common);
    common.add(new Query.Common(LATER, events.later()));
    String table = LATER;
    for (int i = steps - 1; i > 1; i--) {
      table = addLookAhead(table, i);
    }
    common.add(new Query.Common(SECOND, secondSteps(table)));
    if (kept) {
      new FunnelGuess(events, steps, within, common).add(SECOND, AT, furthest);
    } else {
      common.add(new Query.Common(EARLIEST, events.entries()));
    }
    common.add(new Query.Common(FIRST_TWO, List.of(ahead(kept), entries(kept))));
    common.add(new Query.Common(TIMED, inTime(addLookAhead(FIRST_TWO, 1))));
    furthest.add(BEST, TIMED, 0);
    common.add(new Query.Common(FunnelSteps.FURTHEST, furthest(kept)));
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
    List<Select.Output> outputs = Select.Output.columns(table, List.of(USER, AT, STEP));
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
    return Select.of(Select.Output.columns(table, withWhatIsAhead()), new Select.Common(table))
        .where(List.of(isStep(table, 1)));
  }

  private Select ahead(boolean kept) {
    Select all =
        Select.of(Select.Output.columns(SECOND, withWhatIsAhead()), new Select.Common(SECOND));
    return kept ? all.where(List.of(isOpen(new Expr.Column(SECOND, USER)))) : all;
  }

  private Select entries(boolean kept) {
    List<Select.Output> more = new ArrayList<>(List.of(FunnelSteps.step(0)));
    behindSecond().forEach(name -> more.add(new Select.Output(name, events.never())));
    Expr user = events.userOfEvent();
    Expr mayGetFurther = kept ? isOpen(user) : new Expr.Exists(SECOND, USER, user);
    return events.events(0, more, List.of(mayGetFurther));
  }

  private static Expr isOpen(Expr user) {
    return new Expr.Exists(FunnelGuess.OPEN_USERS, USER, user);
  }

  private List<String> withWhatIsAhead() {
    List<String> names = new ArrayList<>(List.of(USER, AT, STEP));
    names.addAll(behindSecond());
    return names;
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
    List<Select.Output> outputs = Select.Output.columns(table, List.of(USER));
    outputs.add(new Select.Output(at(0), started));
    for (int i = 1; i < steps; i++) {
      Expr at = new Expr.Column(table, at(i));
      outputs.add(
          new Select.Output(
              at(i), new Expr.Where(new Expr.Compare(Comparison.LESS_OR_EQUAL, at, end), at)));
    }
    return Select.of(outputs, new Select.Common(table))
        .where(
            List.of(
                isStep(table, 0),
                new Expr.Compare(Comparison.LESS_OR_EQUAL, new Expr.Column(table, at(1)), end)));
  }

  /** The best entry, or what is known of those who have none that gets further than it. */
  private Select furthest(boolean kept) {
    String others = kept ? FunnelGuess.GUESSED : EARLIEST;
    List<Select.Output> outputs = Select.Output.columns(others, List.of(USER));
    for (int i = 0; i < steps; i++) {
      Expr best = new Expr.Column(BEST, at(i));
      Expr value =
          kept || i == 0 ? new Expr.Coalesce(List.of(best, new Expr.Column(others, at(i)))) : best;
      outputs.add(new Select.Output(at(i), value));
    }
    Expr sameUser =
        new Expr.Compare(
            Comparison.EQUAL, new Expr.Column(others, USER), new Expr.Column(BEST, USER));
    return Select.of(
        outputs, new Select.LeftJoin(new Select.Common(others), new Select.Common(BEST), sameUser));
  }

  private static Expr isStep(String table, int step) {
    return new Expr.Compare(
        Comparison.EQUAL, new Expr.Column(table, STEP), new Expr.Whole(step + 1L));
  }
}
