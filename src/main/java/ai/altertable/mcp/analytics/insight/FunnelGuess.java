package ai.altertable.mcp.analytics.insight;

import static ai.altertable.mcp.analytics.insight.FunnelSteps.at;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers a funnel with a bound on time for most users without putting their entries in order,
 * which are most of a funnel's events.
 *
 * <p>An event of the second step, with the chain ahead of it, says how far an entry right before it
 * would get in time. Of these chances each user's furthest is taken, the earliest of them; nobody
 * gets further. An entry before it and late enough that the chain ends in time proves it: from
 * there the chain is that very one, since an event of the second step in between would be an
 * earlier chance to get as far, and the earliest such entry is the one that counts. Who has a
 * chance and no such entry is left open.
 */
final class FunnelGuess {
  static final String GUESSED = "guessed";
  static final String OPEN_USERS = "open_users";
  private static final String USER = FunnelSteps.USER;
  private static final String CHANCES = "chances";
  private static final String BEST = "best_chances";
  private static final String TIMED = "timed_chances";
  private static final String TRIED = "tried";
  private static final String SINCE = "since";
  private static final String EARLIEST = "earliest";
  private static final String OPEN = "open";

  private final FunnelSteps events;
  private final int steps;
  private final Duration within;
  private final List<Query.Common> common;

  FunnelGuess(FunnelSteps events, int steps, Duration within, List<Query.Common> common) {
    this.events = events;
    this.steps = steps;
    this.within = within;
    this.common = common;
  }

  /**
   * Adds {@link #GUESSED}, a row for each user with an entry: the moments of the steps, which are
   * right for all but the {@link #OPEN_USERS}.
   *
   * @param seconds a common table expression with the events of the second step and their chains
   * @param moment its column with the second step's moment
   */
  void add(String seconds, String moment, FurthestFirst furthest) {
    common.add(new Query.Common(CHANCES, chances(seconds, moment)));
    furthest.add(BEST, CHANCES, 1);
    common.add(new Query.Common(TRIED, tried()));
    common.add(new Query.Common(GUESSED, guessed()));
    common.add(
        new Query.Common(
            OPEN_USERS,
            Select.of(List.of(Select.Output.column(GUESSED, USER)), new Select.Common(GUESSED))
                .where(List.of(new Expr.Column(GUESSED, OPEN)))));
  }

  /** How far the last entry that can be before it would get. */
  private Select chances(String seconds, String moment) {
    Expr second = new Expr.Column(seconds, moment);
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(Select.Output.column(seconds, USER));
    outputs.add(new Select.Output(at(1), second));
    for (int i = 2; i < steps; i++) {
      Expr at = new Expr.Column(seconds, at(i));
      outputs.add(
          new Select.Output(
              at(i), new Expr.Where(new Expr.Compare(Comparison.LESS, back(at), second), at)));
    }
    return Select.of(outputs, new Select.Common(seconds));
  }

  /** Everybody's earliest entry, and the earliest one that proves the chance. */
  private Select tried() {
    List<Expr> latestFirst = new ArrayList<>();
    for (int i = steps - 1; i > 0; i--) {
      latestFirst.add(new Expr.Column(BEST, at(i)));
    }
    Select timed =
        Select.of(
            List.of(
                Select.Output.column(BEST, USER),
                new Select.Output(at(1), new Expr.Column(BEST, at(1))),
                new Select.Output(SINCE, back(new Expr.Coalesce(latestFirst)))),
            new Select.Common(BEST));
    Expr entry = events.moment();
    Expr proves =
        new Expr.And(
            List.of(
                new Expr.Compare(Comparison.GREATER_OR_EQUAL, entry, new Expr.Column(TIMED, SINCE)),
                new Expr.Compare(Comparison.LESS, entry, new Expr.Column(TIMED, at(1)))));
    return events.entriesBeside(
        List.of(
            new Select.Output(EARLIEST, new Expr.Min(entry)),
            new Select.Output(at(0), new Expr.Min(new Expr.Where(proves, entry)))),
        new Select.Nested(timed, TIMED),
        new Expr.Column(TIMED, USER));
  }

  private Select guessed() {
    Expr proven = new Expr.Column(TRIED, at(0));
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(Select.Output.column(TRIED, USER));
    outputs.add(
        new Select.Output(
            at(0), new Expr.Coalesce(List.of(proven, new Expr.Column(TRIED, EARLIEST)))));
    Expr isProven = new Expr.Not(new Expr.IsNull(proven));
    for (int i = 1; i < steps; i++) {
      outputs.add(new Select.Output(at(i), new Expr.Where(isProven, new Expr.Column(BEST, at(i)))));
    }
    Expr hadChance = new Expr.Not(new Expr.IsNull(new Expr.Column(BEST, at(1))));
    outputs.add(new Select.Output(OPEN, new Expr.And(List.of(new Expr.IsNull(proven), hadChance))));
    return Select.of(
        outputs,
        new Select.LeftJoin(
            new Select.Common(TRIED),
            new Select.Common(BEST),
            new Expr.Compare(
                Comparison.EQUAL, new Expr.Column(TRIED, USER), new Expr.Column(BEST, USER))));
  }

  private Expr back(Expr moment) {
    return new Expr.PlusSeconds(moment, -within.toSeconds());
  }
}
