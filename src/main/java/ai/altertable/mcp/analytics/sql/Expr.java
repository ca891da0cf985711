package ai.altertable.mcp.analytics.sql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/** A scalar expression. */
public sealed interface Expr {

  /** The expression in a dialect; safe to be put anywhere an expression may stand. */
  String in(Dialect dialect);

  /** A column of a named row source. */
  record Column(String source, String name) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.identifier(source) + "." + dialect.identifier(name);
    }
  }

  record Text(String value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.text(value);
    }
  }

  record Numeric(BigDecimal value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.number(value);
    }
  }

  record Moment(Instant value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.moment(value);
    }
  }

  /** A property of a JSON object, as text. */
  record Property(Expr object, String key) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.property(object.in(dialect), key);
    }
  }

  /** A property of a JSON object, as number; NULL when it is none. */
  record NumericProperty(Expr object, String key) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.numericProperty(object.in(dialect), key);
    }
  }

  record AsText(Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.asText(value.in(dialect));
    }
  }

  record ByCodePoint(Expr text) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.byCodePoint(text.in(dialect));
    }
  }

  /** Comparisons, with their SQL. */
  enum Comparison {
    EQUAL("="),
    NOT_EQUAL("<>"),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<=");

    private final String sql;

    Comparison(String sql) {
      this.sql = sql;
    }
  }

  record Compare(Comparison comparison, Expr left, Expr right) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "(" + left.in(dialect) + " " + comparison.sql + " " + right.in(dialect) + ")";
    }
  }

  record StartsWith(Expr text, Expr part) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.startsWith(text.in(dialect), part.in(dialect));
    }
  }

  record EndsWith(Expr text, Expr part) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.endsWith(text.in(dialect), part.in(dialect));
    }
  }

  record Contains(Expr text, Expr part) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.contains(text.in(dialect), part.in(dialect));
    }
  }

  record IsNull(Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "(" + value.in(dialect) + " IS NULL)";
    }
  }

  record Not(Expr condition) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "(NOT " + condition.in(dialect) + ")";
    }
  }

  /** All conditions, at least one. */
  record And(List<Expr> conditions) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return join(conditions, " AND ", dialect);
    }
  }

  /** Any condition, at least one. */
  record Or(List<Expr> conditions) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return join(conditions, " OR ", dialect);
    }
  }

  /** Whether a value is one of these, at least one. */
  record OneOf(Expr value, List<Expr> values) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "(" + value.in(dialect) + " IN " + join(values, ", ", dialect) + ")";
    }
  }

  /** The first value that is not NULL. */
  record Coalesce(List<Expr> values) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "coalesce" + join(values, ", ", dialect);
    }
  }

  record When(Expr condition, Expr then, Expr otherwise) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "(CASE WHEN %s THEN %s ELSE %s END)"
          .formatted(condition.in(dialect), then.in(dialect), otherwise.in(dialect));
    }
  }

  /** True or false. */
  record Flag(boolean value) implements Expr {
    public static final Flag TRUE = new Flag(true);

    @Override
    public String in(Dialect dialect) {
      return value ? "TRUE" : "FALSE";
    }
  }

  /** A whole number. */
  record Whole(long value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return value < 0 ? "(" + value + ")" : Long.toString(value);
    }
  }

  /** SQL that somebody else wrote and {@link SqlFragment} found to be one expression. */
  record Written(SqlFragment fragment) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "(" + fragment.sql() + ")";
    }
  }

  /** A value where a condition holds, else NULL. */
  record Where(Expr condition, Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "(CASE WHEN %s THEN %s END)".formatted(condition.in(dialect), value.in(dialect));
    }
  }

  record Minus(Expr left, Expr right) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "(" + left.in(dialect) + " - " + right.in(dialect) + ")";
    }
  }

  record Plus(List<Expr> parts) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return join(parts, " + ", dialect);
    }
  }

  /** Whether a text as a whole matches a regular expression of ours. */
  record Matches(Expr text, String pattern) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.matches(text.in(dialect), pattern);
    }
  }

  /** A part of a whole from 0 to 1, rounded; NULL when the whole is 0. */
  record Ratio(Expr part, Expr whole) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.ratio(part.in(dialect), whole.in(dialect));
    }
  }

  /** The mean of the seconds from one moment to another over the rows of a group, rounded. */
  record AverageSeconds(Expr start, Expr end) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.averageSeconds(start.in(dialect), end.in(dialect));
    }
  }

  /** How many whole spans of that many seconds lie between two moments. */
  record Spans(long seconds, Expr start, Expr end) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.spans(seconds, start.in(dialect), end.in(dialect));
    }
  }

  /** How many intervals of a calendar one moment's interval lies behind another's. */
  record Boundaries(Interval interval, ZoneId zone, Expr start, Expr end) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.boundaries(interval, zone, start.in(dialect), end.in(dialect));
    }
  }

  record PlusSeconds(Expr moment, long seconds) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.plusSeconds(moment.in(dialect), seconds);
    }
  }

  /** A moment of whatever type a column has. */
  record AsMoment(Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.asMoment(value.in(dialect));
    }
  }

  /** The moment at which a date begins in a zone. */
  record StartOfDay(ZoneId zone, Expr date) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.startOfDay(zone, date.in(dialect));
    }
  }

  /** The one value among the rows of a group that is not NULL; an aggregate. */
  record OnlyValue(Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.onlyValue(value.in(dialect));
    }
  }

  record Min(Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "min(" + value.in(dialect) + ")";
    }
  }

  record Max(Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "max(" + value.in(dialect) + ")";
    }
  }

  /** One key of an order. */
  record Order(Expr key, boolean descending) {}

  /**
   * A function over the rows of a partition up to the current one.
   *
   * @param order may be empty for a function that needs none
   */
  record Over(Expr function, List<Expr> partition, List<Order> order) implements Expr {
    @Override
    public String in(Dialect dialect) {
      String by =
          partition.isEmpty()
              ? ""
              : "PARTITION BY "
                  + partition.stream()
                      .map(each -> each.in(dialect))
                      .collect(Collectors.joining(", "));
      String keys =
          order.stream()
              .map(each -> each.key.in(dialect) + (each.descending ? " DESC" : ""))
              .collect(Collectors.joining(", "));
      boolean framed = !keys.isEmpty() && !(function instanceof RowNumber);
      return function.in(dialect)
          + " OVER ("
          + by
          + (keys.isEmpty() ? "" : " ORDER BY " + keys)
          + (framed ? " ROWS UNBOUNDED PRECEDING" : "")
          + ")";
    }
  }

  /** To be used {@link Over} a partition. */
  record RowNumber() implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "row_number()";
    }
  }

  /**
   * The last value so far that is not NULL, where none is greater than one before it; to be used
   * {@link Over} an order.
   */
  record Latest(Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.latest(value.in(dialect));
    }
  }

  /** Whether a value is in a column of a common table expression; to stand in a WHERE alone. */
  record Exists(String table, String column, Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      String name = dialect.identifier(table);
      return "EXISTS (SELECT 1 FROM %s WHERE %s.%s = %s)"
          .formatted(name, name, dialect.identifier(column), value.in(dialect));
    }
  }

  /** Whether a select has any row. */
  record AnyRow(Select select) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "EXISTS (" + select.in(dialect) + ")";
    }
  }

  /** NULL of the type that a column of a common table expression has. */
  record NullLike(String table, String column) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "(SELECT %s FROM %s WHERE FALSE)"
          .formatted(dialect.identifier(column), dialect.identifier(table));
    }
  }

  /** Whether a value is in the only column of a common table expression. */
  record InTable(Expr value, String table) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "(%s IN (SELECT * FROM %s))".formatted(value.in(dialect), dialect.identifier(table));
    }
  }

  record Bucket(Interval interval, ZoneId zone, Expr moment) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.bucket(interval, zone, moment.in(dialect));
    }
  }

  /** The moment that many intervals of a calendar behind the start of one. */
  record PlusIntervals(Interval interval, ZoneId zone, Expr start, Expr count) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.plusIntervals(interval, zone, start.in(dialect), count.in(dialect));
    }
  }

  record CountRows() implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "count(*)";
    }
  }

  record Count(Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "count(" + value.in(dialect) + ")";
    }
  }

  record CountDistinct(Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "count(DISTINCT " + value.in(dialect) + ")";
    }
  }

  record Sum(Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "sum(" + value.in(dialect) + ")";
    }
  }

  record Average(Expr value) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "avg(" + value.in(dialect) + ")";
    }
  }

  private static String join(List<Expr> expressions, String separator, Dialect dialect) {
    return expressions.stream()
        .map(expression -> expression.in(dialect))
        .collect(Collectors.joining(separator, "(", ")"));
  }
}
