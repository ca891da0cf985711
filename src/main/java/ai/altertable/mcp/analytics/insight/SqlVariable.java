package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.Dialects;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A value that a statement leaves open: {@code {{name}}}.
 *
 * @param value used when no other is given; empty = one must be given
 */
public record SqlVariable(String name, Type type, Optional<Object> value) {
  private static final int MAX_TEXT = 2000;
  private static final int MAX_DIGITS = 38;

  /** Types, by their lower-case names. */
  public enum Type {
    STRING("a text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    DATE("a date such as 2026-01-31"),
    TIMESTAMP("a time with offset such as 2026-01-31T00:00:00Z");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    /** What a value must be. */
    public String words() {
      return words;
    }
  }

  /** Whether a value is of a type. */
  public static boolean accepts(Type type, Object value) {
    return literal(type, value, Dialects.of("postgres")).isPresent();
  }

  /** A value as a literal of the dialect; empty when it is not of the type. */
  static Optional<String> literal(Type type, Object value, Dialect dialect) {
    try {
      return switch (type) {
        case STRING ->
            value instanceof String text && text.length() <= MAX_TEXT && text.indexOf('\0') < 0
                ? Optional.of(dialect.text(text))
                : Optional.empty();
        case NUMBER -> value instanceof Number number ? number(number) : Optional.empty();
        case BOOLEAN ->
            value instanceof Boolean flag ? Optional.of(flag ? "TRUE" : "FALSE") : Optional.empty();
        case DATE ->
            value instanceof String text
                ? Optional.of(
                    "CAST(" + dialect.text(LocalDate.parse(text).toString()) + " AS date)")
                : Optional.empty();
        case TIMESTAMP ->
            value instanceof String text
                ? Optional.of(dialect.moment(OffsetDateTime.parse(text).toInstant()))
                : Optional.empty();
      };
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private static Optional<String> number(Number number) {
    if (number instanceof Double value && !Double.isFinite(value)) {
      return Optional.empty();
    }
    BigDecimal exact = new BigDecimal(number.toString());
    if (exact.precision() > MAX_DIGITS || Math.abs(exact.scale()) > MAX_DIGITS) {
      return Optional.empty();
    }
    String digits = exact.toPlainString();
    return Optional.of(exact.signum() < 0 ? "(" + digits + ")" : digits);
  }
}
