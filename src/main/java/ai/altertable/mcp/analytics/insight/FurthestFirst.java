package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Of each user's chains the one that gets furthest, the earliest of these: one aggregate in place
 * of an order. A chain is a row with the moments of its steps, NULL from the one on that it does
 * not get to; of chains that get equally far, the earlier one is nowhere later.
 *
 * <p>Each step taken moves a whole chain back by more than the time frame is long, so that the
 * least moment is the furthest chain's; and how far it gets tells by how much to move it forth
 * again.
 */
final class FurthestFirst {
  private static final String USER = FunnelSteps.USER;

  private final int steps;
  private final long weight;
  private final List<Query.Common> common;

  /**
   * @param steps of the funnel
   * @param range which all moments lie in
   */
  FurthestFirst(int steps, TimeFrame.Range range, List<Query.Common> common) {
    this.steps = steps;
    this.weight = range.to().getEpochSecond() - range.from().getEpochSecond() + 1;
    this.common = common;
  }

  /**
   * Adds a common table expression with a row for each user.
   *
   * @param name of it
   * @param chains a common table expression with {@code user_id} and the moments
   * @param first the step, counted from 0, that every chain begins with
   */
  void add(String name, String chains, int first) {
    String weighed = name + "_weighed";
    common.add(
        new Query.Common(
            weighed,
            Select.of(
                    outputs(chains, first, at -> new Expr.Min(moved(chains, at, first, -weight))),
                    new Select.Common(chains))
                .groupedBy(1)));
    common.add(
        new Query.Common(
            name,
            Select.of(
                outputs(weighed, first, at -> moved(weighed, at, first, weight)),
                new Select.Common(weighed))));
  }

  private List<Select.Output> outputs(String table, int first, IntFunction<Expr> moment) {
    List<Select.Output> outputs = new ArrayList<>();
    outputs.add(new Select.Output(USER, new Expr.Column(table, USER)));
    for (int i = first; i < steps; i++) {
      outputs.add(new Select.Output(FunnelSteps.at(i), moment.apply(i)));
    }
    return outputs;
  }

  /** The moment of a step, moved by so many seconds for each step that the chain takes. */
  private Expr moved(String table, int step, int first, long seconds) {
    Expr at = at(table, step);
    Expr moved = new Expr.PlusSeconds(at, seconds * (first + 1));
    for (int furthest = first + 1; furthest < steps; furthest++) {
      moved =
          new Expr.When(
              new Expr.Not(new Expr.IsNull(at(table, furthest))),
              new Expr.PlusSeconds(at, seconds * (furthest + 1)),
              moved);
    }
    return moved;
  }

  private static Expr at(String table, int step) {
    return new Expr.Column(table, FunnelSteps.at(step));
  }
}
