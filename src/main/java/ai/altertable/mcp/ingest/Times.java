package ai.altertable.mcp.ingest;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/**
 * When things happened, as clients say: ISO 8601, or a number since 1970, seconds or milliseconds,
 * which its magnitude tells.
 */
final class Times {
  /** Clocks of clients may be ahead that much. */
  static final Duration AHEAD = Duration.ofDays(1);

  /** Each month has a partition, so there must be a first one. */
  static final Duration BACK = Duration.ofDays(3653);

  private static final String CODE = "invalid-timestamp";
  private static final BigDecimal MILLIS_FROM = BigDecimal.valueOf(100_000_000_000L);

  private final Clock clock;

  Times(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param value or null for now
   * @throws ItemFault when it is no time, or one that cannot be
   */
  Instant read(Object value) {
    Instant now = clock.instant();
    if (value == null) {
      return now;
    }
    Instant at = parse(value);
    if (at.isAfter(now.plus(AHEAD))) {
      throw new ItemFault(
          CODE, "timestamp", "is more than a day ahead: is the clock of that device right?");
    }
    if (at.isBefore(now.minus(BACK))) {
      throw new ItemFault(CODE, "timestamp", "is more than ten years ago");
    }
    return at;
  }

  private static Instant parse(Object value) {
    try {
      if (value instanceof Number number) {
        BigDecimal given = new BigDecimal(number.toString());
        BigDecimal millis =
            given.abs().compareTo(MILLIS_FROM) < 0 ? given.movePointRight(3) : given;
        return Instant.EPOCH.plusNanos(millis.movePointRight(6).toBigInteger().longValueExact());
      }
      if (value instanceof String text && text.length() <= 64) {
        TemporalAccessor time =
            DateTimeFormatter.ISO_DATE_TIME.parseBest(
                text, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime offset
            ? offset.toInstant()
            : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      // told below, whatever it is
    }
    throw new ItemFault(
        CODE, "timestamp", "must be a time like 2026-11-25T04:00:00Z, or a number since 1970");
  }
}
