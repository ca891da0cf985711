package ai.altertable.mcp.analytics.sql;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * A whole statement: common table expressions, then the union of selects of the same columns.
 *
 * @param common in order
 * @param union at least one
 * @param ordering ordered by that many of the first columns
 */
public record Query(List<Common> common, List<Select> union, int ordering) {
  public Query {
    common = List.copyOf(common);
    union = List.copyOf(union);
  }

  /** A named select. */
  public record Common(String name, Select select) {
    String in(Dialect dialect) {
      return dialect.identifier(name) + " AS (\n  " + select.in(dialect) + "\n)";
    }
  }

  public String in(Dialect dialect) {
    String with =
        common.isEmpty()
            ? ""
            : common.stream().map(each -> each.in(dialect)).collect(joining(",\n", "WITH ", "\n"));
    String selects =
        union.stream().map(select -> select.in(dialect)).collect(joining("\nUNION ALL\n"));
    return with + selects + "\nORDER BY " + Select.ordinals(ordering);
  }
}
