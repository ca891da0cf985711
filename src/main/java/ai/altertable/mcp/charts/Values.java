package ai.altertable.mcp.charts;

import ai.altertable.mcp.lakehouse.Column;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the values of results, which engines write a little differently each. */
final class Values {
  private static final Pattern NUMBER =
      Pattern.compile(
          "^(smallint|integer|bigint|int[248]?|u?(tiny|small|big|huge)?int|numeric|decimal|real"
              + "|double|float[48]?|money)\\b.*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TIME =
      Pattern.compile("^(date|timestamp).*", Pattern.CASE_INSENSITIVE);

  private Values() {}

  static boolean isNumber(Column column) {
    return NUMBER.matcher(column.type()).matches();
  }

  static boolean isTime(Column column) {
    return TIME.matcher(column.type()).matches();
  }

  /** Null when it is none that can be drawn: NULL, NaN, infinite, or a word. */
  static Double number(Object value) {
    double number;
    if (value instanceof Number known) {
      number = known.doubleValue();
    } else if (value instanceof String text) {
      try {
        number = Double.parseDouble(text);
      } catch (NumberFormatException notANumber) {
        return null;
      }
    } else {
      return null;
    }
    return Double.isFinite(number) ? Double.valueOf(number) : null;
  }

  static double numberOrZero(Object value) {
    Double number = number(value);
    return number == null ? 0 : number;
  }

  static boolean isTrue(Object value) {
    return Boolean.TRUE.equals(value);
  }

  /** A name as it stands at an axis. */
  static String name(Object value) {
    return value == null ? "(none)" : String.valueOf(value);
  }

  /** The local time of a time of a result; empty when it is none. */
  static Optional<LocalDateTime> local(Object value, ZoneId zone) {
    if (!(value instanceof String text) || text.length() < 10) {
      return Optional.empty();
    }
    String iso = text.replace(' ', 'T').toUpperCase(Locale.ROOT);
    try {
      if (iso.length() == 10) {
        return Optional.of(LocalDate.parse(iso).atStartOfDay());
      }
      boolean offset = iso.endsWith("Z") || iso.indexOf('+', 10) > 0 || iso.indexOf('-', 10) > 0;
      return Optional.of(
          offset
              ? OffsetDateTime.parse(iso).atZoneSameInstant(zone).toLocalDateTime()
              : LocalDateTime.parse(iso));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
