package ai.altertable.mcp.lakehouse.export;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.Arrays;
import java.util.Locale;

/** Values as engines print them, in Parquet's numbers. */
final class ParquetValues {
  // what DuckDB writes and reads as infinity
  private static final long INFINITY = Long.MAX_VALUE;
  private static final int INFINITE_DATE = Integer.MAX_VALUE;
  private static final String BEFORE_CHRIST = " BC";

  private static final byte[] UTC = "+00:00".getBytes(UTF_8);
  private static final byte[] FORM = "0000-00-00T00:00:00".getBytes(UTF_8);
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
    byte[] bytes = text.getBytes(UTF_8);
    return micros(bytes, 0, bytes.length);
  }

  /**
   * The same, of a part of an array.
   *
   * @param from index of its first byte
   * @param to index behind its last byte
   */
  static long micros(byte[] source, int from, int to) {
    int end = endOfTime(source, from, to);
    try {
      return isUsual(source, from, end)
          ? usual(source, from, end)
          : unusual(new String(source, from, to - from, UTF_8));
    } catch (DateTimeException | ArithmeticException e) {
      throw unknown(new String(source, from, to - from, UTF_8));
    }
  }

  /** Whether it is {@code 2026-11-23T09:00:00}, perhaps with a fraction. */
  private static boolean isUsual(byte[] source, int from, int to) {
    int length = to - from;
    if (length < FORM.length || length > FORM.length + 7 || length == FORM.length + 1) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      byte wanted = i < FORM.length ? FORM[i] : i == FORM.length ? (byte) '.' : (byte) '0';
      byte c = source[from + i];
      if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
        return false;
      }
    }
    return true;
  }

  // a formatter takes a microsecond for it, and there may be millions
  private static long usual(byte[] source, int from, int to) {
    long days =
        LocalDate.of(
                (int) digits(source, from, from + 4),
                (int) digits(source, from + 5, from + 7),
                (int) digits(source, from + 8, from + 10))
            .toEpochDay();
    long seconds =
        LocalTime.of(
                (int) digits(source, from + 11, from + 13),
                (int) digits(source, from + 14, from + 16),
                (int) digits(source, from + 17, from + 19))
            .toSecondOfDay();
    long micros = 0;
    int fraction = from + FORM.length + 1;
    for (int i = fraction; i < fraction + 6; i++) {
      micros = micros * 10 + (i < to ? source[i] - '0' : 0);
    }
    return (days * SECONDS_A_DAY + seconds) * 1_000_000L + micros;
  }

  private static int endOfTime(byte[] source, int from, int to) {
    int zone = to - UTC.length;
    return zone >= from && Arrays.equals(source, zone, to, UTC, 0, UTC.length) ? zone : to;
  }

  /** What digits in ASCII say, at most 18. */
  static long digits(byte[] source, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = 10 * value + source[i] - '0';
    }
    return value;
  }

  private static long unusual(String text) {
    if (text.endsWith("infinity")) {
      return text.startsWith("-") ? -INFINITY : INFINITY;
    }
    boolean early = text.endsWith(BEFORE_CHRIST);
    LocalDateTime at = inUtc(early ? withoutEra(text).replace(' ', 'T') : text);
    if (early) {
      at = LocalDateTime.of(beforeChrist(at.toLocalDate()), at.toLocalTime());
    }
    return Math.addExact(
        Math.multiplyExact(at.toEpochSecond(ZoneOffset.UTC), 1_000_000L), at.getNano() / 1000);
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
