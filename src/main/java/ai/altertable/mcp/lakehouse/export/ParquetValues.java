package ai.altertable.mcp.lakehouse.export;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Values as engines print them, in Parquet's numbers. */
final class ParquetValues {
  // what DuckDB writes and reads as infinity
  private static final long INFINITY = Long.MAX_VALUE;
  private static final int INFINITE_DATE = Integer.MAX_VALUE;
  private static final String BEFORE_CHRIST = " BC";

  private static final String UTC = "+00:00";
  private static final String FORM = "0000-00-00T00:00:00";
  private static final long SECONDS_A_DAY = 86_400;

  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4, 9, SignStyle.NORMAL)
          .appendPattern("-MM-dd")
          .toFormatter(Locale.ROOT);
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:mm:ss", "+00:00")
          .toFormatter(Locale.ROOT);

  private ParquetValues() {}

  static long integer(Object value) {
    return value instanceof Number number ? number.longValue() : Long.parseLong((String) value);
  }

  /** Numbers, and the words for what is none. */
  static double floating(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return switch (((String) value).toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "infinity" -> Double.POSITIVE_INFINITY;
      case "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble((String) value);
    };
  }

  /** Days since 1970. */
  static int date(String text) {
    if (text.endsWith("infinity")) {
      return text.startsWith("-") ? -INFINITE_DATE : INFINITE_DATE;
    }
    try {
      boolean early = text.endsWith(BEFORE_CHRIST);
      LocalDate date = LocalDate.parse(early ? withoutEra(text) : text, DATE);
      return Math.toIntExact((early ? beforeChrist(date) : date).toEpochDay());
    } catch (DateTimeException | ArithmeticException e) {
      throw unknown(text);
    }
  }

  /** Microseconds since 1970, in UTC where a zone is told. */
  static long micros(String text) {
    if (text.endsWith("infinity")) {
      return text.startsWith("-") ? -INFINITY : INFINITY;
    }
    try {
      if (isUsual(text)) {
        return usual(text);
      }
      boolean early = text.endsWith(BEFORE_CHRIST);
      LocalDateTime at = inUtc(early ? withoutEra(text).replace(' ', 'T') : text);
      if (early) {
        at = LocalDateTime.of(beforeChrist(at.toLocalDate()), at.toLocalTime());
      }
      return Math.addExact(
          Math.multiplyExact(at.toEpochSecond(ZoneOffset.UTC), 1_000_000L), at.getNano() / 1000);
    } catch (DateTimeException | ArithmeticException e) {
      throw unknown(text);
    }
  }

  /** Whether it is {@code 2026-11-23T09:00:00}, perhaps with a fraction, in UTC or of no zone. */
  private static boolean isUsual(String text) {
    int end = endOfTime(text);
    if (end < FORM.length() || end > FORM.length() + 7 || end == FORM.length() + 1) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      char wanted = i < FORM.length() ? FORM.charAt(i) : i == FORM.length() ? '.' : '0';
      char c = text.charAt(i);
      if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
        return false;
      }
    }
    return true;
  }

  // a formatter takes a microsecond for it, and there may be millions
  private static long usual(String text) {
    long days =
        LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)).toEpochDay();
    long seconds =
        LocalTime.of(digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19))
            .toSecondOfDay();
    long micros = 0;
    int fraction = FORM.length() + 1;
    for (int i = fraction; i < fraction + 6; i++) {
      micros = micros * 10 + (i < endOfTime(text) ? text.charAt(i) - '0' : 0);
    }
    return (days * SECONDS_A_DAY + seconds) * 1_000_000L + micros;
  }

  private static int endOfTime(String text) {
    return text.endsWith(UTC) ? text.length() - UTC.length() : text.length();
  }

  private static int digits(String text, int start, int end) {
    return Integer.parseInt(text, start, end, 10);
  }

  private static LocalDateTime inUtc(String text) {
    TemporalAccessor read = TIMESTAMP.parse(text);
    LocalDateTime at = LocalDateTime.from(read);
    return read.isSupported(ChronoField.OFFSET_SECONDS)
        ? at.minusSeconds(read.get(ChronoField.OFFSET_SECONDS))
        : at;
  }

  private static String withoutEra(String text) {
    return text.substring(0, text.length() - BEFORE_CHRIST.length());
  }

  /** The year 1 BC is year 0 (ISO 8601). */
  private static LocalDate beforeChrist(LocalDate date) {
    return date.withYear(1 - date.getYear());
  }

  private static QueryFault unknown(String text) {
    return new QueryFault(
        Kind.INVALID,
        "The value " + text + " has no form in Parquet.",
        Detail.hint("Cast the column to text, or export CSV or NDJSON."));
  }
}
