package ai.altertable.mcp.analytics.sql;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One {@code SELECT}.
 *
 * @param outputs its columns
 * @param from what it reads
 * @param where its condition
 * @param grouping grouped by that many of the first outputs; empty = not grouped
 * @param top the most frequent groups only
 */
public record Select(
    List<Output> outputs,
    Source from,
    Optional<Expr> where,
    Optional<Integer> grouping,
    Optional<Top> top) {
  public Select {
    outputs = List.copyOf(outputs);
  }

  /** A named column. */
  public record Output(String name, Expr value) {
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
    sql.append("\n  FROM ").append(from.in(dialect));
    where.ifPresent(condition -> sql.append("\n  WHERE ").append(condition.in(dialect)));
    grouping.ifPresent(columns -> sql.append("\n  GROUP BY ").append(ordinals(columns)));
    top.ifPresent(
        most -> sql.append("\n  ORDER BY count(*) DESC, 1\n  LIMIT ").append(most.limit()));
    return sql.toString();
  }

  /** {@code 1, 2, …, count}. */
  static String ordinals(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(joining(", "));
  }
}
