package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Expr;
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
   * @param values by breakdown: the value if it is frequent, else the one for all others
   * @param conditions that leave out rows of values that are not frequent
   */
  record Split(List<Expr> values, List<Expr> conditions) {}

  /**
   * Splits the rows of a common table expression that has a column for each breakdown.
   *
   * @param table its name
   */
  Split split(String table, List<Breakdown> breakdowns) {
    List<Expr> values = new ArrayList<>();
    List<Expr> conditions = new ArrayList<>();
    for (int i = 0; i < breakdowns.size(); i++) {
      Expr value = new Expr.Column(table, column(i));
      Expr isFrequent = new Expr.InTable(value, frequent(table, i, breakdowns.get(i).limit()));
      if (breakdowns.get(i).includeOther()) {
        values.add(new Expr.When(isFrequent, value, new Expr.Text(OTHER)));
      } else {
        values.add(value);
        conditions.add(isFrequent);
      }
    }
    return new Split(values, conditions);
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
