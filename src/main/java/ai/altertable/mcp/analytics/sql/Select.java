package ai.altertable.mcp.analytics.sql;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One {@code SELECT}.
 *
 * @param outputs its columns
 * @param from what it reads; empty = one row of constants
 * @param where its condition
 * @param grouping grouped by that many of the first outputs; empty = not grouped
 * @param top the most frequent groups only
 */
public record Select(
    List<Output> outputs,
    Optional<Source> from,
    Optional<Expr> where,
    Optional<Integer> grouping,
    Optional<Top> top) {
  public Select {
    outputs = List.copyOf(outputs);
  }

  /** Every row of a source. */
  public static Select of(List<Output> outputs, Source from) {
    return new Select(
        outputs, Optional.of(from), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** One row of constants. */
  public static Select row(List<Output> outputs) {
    return new Select(
        outputs, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The rows where all of these conditions hold; all rows when there are none. */
  public Select where(List<Expr> conditions) {
    Optional<Expr> all =
        conditions.isEmpty() ? Optional.empty() : Optional.of(new Expr.And(conditions));
    return new Select(outputs, from, all, grouping, top);
  }

  /** Grouped by that many of the first outputs; all rows are one group when that is 0. */
  public Select groupedBy(int columns) {
    return new Select(outputs, from, where, Optional.of(columns), top);
  }

  /** The groups with the most rows, ties by the first output. */
  public Select top(int limit) {
    return new Select(outputs, from, where, grouping, Optional.of(new Top(limit)));
  }

  /** A named column. */
  public record Output(String name, Expr value) {
    /** A column under its own name. */
    public static Output column(String table, String name) {
      return new Output(name, new Expr.Column(table, name));
    }

    /** Columns under their own names; the list is the caller's. */
    public static List<Output> columns(String table, List<String> names) {
      List<Output> outputs = new ArrayList<>();
      names.forEach(name -> outputs.add(column(table, name)));
      return outputs;
    }

    String in(Dialect dialect) {
      return value.in(dialect) + " AS " + dialect.identifier(name);
    }
  }

  /** The groups with the most rows, ties by the first output. */
  public record Top(int limit) {}

  /** What is read. */
  public sealed interface Source {
    String in(Dialect dialect);
  }

  /** A table of the catalog, read under a name. */
  public record Table(String schema, String table, String as) implements Source {
    @Override
    public String in(Dialect dialect) {
      return "%s.%s AS %s"
          .formatted(dialect.identifier(schema), dialect.identifier(table), dialect.identifier(as));
    }
  }

  /** A common table expression. */
  public record Common(String name) implements Source {
    @Override
    public String in(Dialect dialect) {
      return dialect.identifier(name);
    }
  }

  /** A select in parentheses. */
  public record Nested(Select select, String as) implements Source {
    @Override
    public String in(Dialect dialect) {
      return "(" + select.in(dialect) + ") AS " + dialect.identifier(as);
    }
  }

  /** Pairs of rows where the condition holds. */
  public record InnerJoin(Source left, Source right, Expr on) implements Source {
    @Override
    public String in(Dialect dialect) {
      return "%s\n  INNER JOIN %s ON %s"
          .formatted(left.in(dialect), right.in(dialect), on.in(dialect));
    }
  }

  /** Rows of the left, with those of the right where the condition holds. */
  public record LeftJoin(Source left, Source right, Expr on) implements Source {
    @Override
    public String in(Dialect dialect) {
      return "%s\n  LEFT JOIN %s ON %s"
          .formatted(left.in(dialect), right.in(dialect), on.in(dialect));
    }
  }

  String in(Dialect dialect) {
    StringBuilder sql = new StringBuilder("SELECT ");
    sql.append(outputs.stream().map(output -> output.in(dialect)).collect(joining(",\n    ")));
    from.ifPresent(source -> sql.append("\n  FROM ").append(source.in(dialect)));
    where.ifPresent(condition -> sql.append("\n  WHERE ").append(condition.in(dialect)));
    grouping.ifPresent(columns -> sql.append("\n  GROUP BY ").append(ordinals(columns)));
    top.ifPresent(
        most -> sql.append("\n  ORDER BY count(*) DESC, 1\n  LIMIT ").append(most.limit()));
    return sql.toString();
  }

  /** {@code 1, 2, …, count}; one group of all rows when there are none. */
  static String ordinals(int count) {
    return count == 0
        ? "()"
        : IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(joining(", "));
  }
}
