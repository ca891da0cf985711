package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Expr.Order;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import java.util.ArrayList;
import java.util.List;

/** Splits rows by the most frequent values of their fields. */
final class BreakdownCompiler {
  private static final String OTHER = "(other)";
  private static final Expr NONE = new Expr.Text("(none)");

  private final List<Query.Common> common;

  /**
   * @param common where common table expressions are added
   */
  BreakdownCompiler(List<Query.Common> common) {
    this.common = common;
  }

  /** The column of a breakdown, counted from 0. */
  static String column(int index) {
    return "breakdown_" + (index + 1);
  }

  /** The value that a row is split by; never NULL. */
  static Expr value(EventSource source, Breakdown breakdown) {
    return new Expr.Coalesce(List.of(source.text(breakdown.field()), NONE));
  }

  /**
   * What a split adds to a select.
   *
   * @param table that is to be read in place of the one that was split
   * @param values by breakdown: the value if it is frequent, else the one for all others
   * @param conditions that leave out rows of values that are not frequent
   */
  record Split(String table, List<Expr> values, List<Expr> conditions) {
    static Split none(String table) {
      return new Split(table, List.of(), List.of());
    }
  }

  /**
   * Splits the rows of a common table expression that has a column for each breakdown.
   *
   * @param table its name
   */
  Split split(String table, List<Breakdown> breakdowns) {
    List<Expr> areFrequent = new ArrayList<>();
    for (int i = 0; i < breakdowns.size(); i++) {
      Expr value = new Expr.Column(table, column(i));
      areFrequent.add(new Expr.InTable(value, frequent(table, i, breakdowns.get(i).limit())));
    }
    return split(table, breakdowns, areFrequent);
  }

  /**
   * The same in one pass over the table, for dialects that do not keep common table expressions.
   *
   * @param columns of the table, those of the breakdowns included
   */
  Split splitAtOnce(String table, List<String> columns, List<Breakdown> breakdowns) {
    String counted = table + "_counted";
    String ranked = table + "_ranked";
    List<Select.Output> counts = Select.Output.columns(table, columns);
    List<Select.Output> ranks = Select.Output.columns(counted, columns);
    List<Expr> areFrequent = new ArrayList<>();
    for (int i = 0; i < breakdowns.size(); i++) {
      String rows = column(i) + "_rows";
      String rank = column(i) + "_rank";
      List<Expr> alike = List.of(new Expr.Column(table, column(i)));
      counts.add(new Select.Output(rows, new Expr.Over(new Expr.CountRows(), alike, List.of())));
      List<Order> mostFirst =
          List.of(
              new Order(new Expr.Column(counted, rows), true),
              new Order(new Expr.ByCodePoint(new Expr.Column(counted, column(i))), false));
      ranks.add(new Select.Output(rank, new Expr.Over(new Expr.DenseRank(), List.of(), mostFirst)));
      areFrequent.add(
          new Expr.Compare(
              Comparison.LESS_OR_EQUAL,
              new Expr.Column(ranked, rank),
              new Expr.Whole(breakdowns.get(i).limit())));
    }
    common.add(new Query.Common(counted, Select.of(counts, new Select.Common(table))));
    common.add(new Query.Common(ranked, Select.of(ranks, new Select.Common(counted))));
    return split(ranked, breakdowns, areFrequent);
  }

  private static Split split(String table, List<Breakdown> breakdowns, List<Expr> areFrequent) {
    List<Expr> values = new ArrayList<>();
    List<Expr> conditions = new ArrayList<>();
    for (int i = 0; i < breakdowns.size(); i++) {
      Expr value = new Expr.Column(table, column(i));
      Expr isFrequent = areFrequent.get(i);
      if (breakdowns.get(i).includeOther()) {
        values.add(new Expr.When(isFrequent, value, new Expr.Text(OTHER)));
      } else {
        values.add(value);
        conditions.add(isFrequent);
      }
    }
    return new Split(table, values, conditions);
  }

  private String frequent(String table, int index, int limit) {
    String name = table + "_" + column(index);
    Expr value = new Expr.ByCodePoint(new Expr.Column(table, column(index)));
    common.add(
        new Query.Common(
            name,
            Select.of(List.of(new Select.Output(column(index), value)), new Select.Common(table))
                .groupedBy(1)
                .top(limit)));
    return name;
  }
}
