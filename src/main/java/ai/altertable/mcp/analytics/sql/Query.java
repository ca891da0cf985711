package ai.altertable.mcp.analytics.sql;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A whole statement: common table expressions, then the union of selects of the same columns.
 *
 * @param common in order
 * @param union at least one
 * @param order of the rows
 * @param limit most rows
 */
public record Query(
    List<Common> common, List<Select> union, List<Key> order, Optional<Integer> limit) {
  public Query {
    common = List.copyOf(common);
    union = List.copyOf(union);
    order = List.copyOf(order);
  }

  /** Ordered by that many of the first columns. */
  public Query(List<Common> common, List<Select> union, int ordering) {
    this(common, union, Key.first(ordering), Optional.empty());
  }

  /**
   * A key of the order, NULL behind all others.
   *
   * @param column from 1
   */
  public record Key(int column, boolean descending) {
    static List<Key> first(int columns) {
      return IntStream.rangeClosed(1, columns).mapToObj(column -> new Key(column, false)).toList();
    }

    private String sql() {
      return column + (descending ? " DESC NULLS LAST" : "");
    }
  }

  /** A named union of selects of the same columns. */
  public record Common(String name, List<Select> union) {
    public Common {
      union = List.copyOf(union);
    }

    public Common(String name, Select select) {
      this(name, List.of(select));
    }

    String in(Dialect dialect) {
      return dialect.identifier(name)
          + " AS (\n  "
          + union.stream().map(select -> select.in(dialect)).collect(joining("\n  UNION ALL\n  "))
          + "\n)";
    }
  }

  public String in(Dialect dialect) {
    String with =
        common.isEmpty()
            ? ""
            : common.stream().map(each -> each.in(dialect)).collect(joining(",\n", "WITH ", "\n"));
    String selects =
        union.stream().map(select -> select.in(dialect)).collect(joining("\nUNION ALL\n"));
    String keys = order.stream().map(Key::sql).collect(joining(", "));
    return with
        + selects
        + (keys.isEmpty() ? "" : "\nORDER BY " + keys)
        + limit.map(rows -> "\nLIMIT " + rows).orElse("");
  }
}
