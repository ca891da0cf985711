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

  record BucketEnd(Interval interval, ZoneId zone, Expr start) implements Expr {
    @Override
    public String in(Dialect dialect) {
      return dialect.bucketEnd(interval, zone, start.in(dialect));
    }
  }

  record CountRows() implements Expr {
    @Override
    public String in(Dialect dialect) {
      return "count(*)";
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
