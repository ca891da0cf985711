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

  /** What a clock may be off without being wrong: the way here takes time, too. */
  static final Duration ON_THE_WAY = Duration.ofMinutes(1);

  private static final String CODE = "invalid-timestamp";
  private static final BigDecimal MILLIS_FROM = BigDecimal.valueOf(100_000_000_000L);

  private final Clock clock;

  Times(Clock clock) {
    this.clock = clock;
  }

  /**
   * When something happened, by our clock.
   *
   * @param value or null for now
   * @param sentAt when the client sent it, by the clock that also gave the value; null when it does
   *     not say. Where that is off by more than a network takes, so is the value, by as much.
   * @throws ItemFault when either is no time, or the outcome one that cannot be
   */
  Instant read(Object value, Object sentAt) {
    Instant now = clock.instant();
    if (value == null) {
      return now;
    }
    Instant at = parse("timestamp", value);
    if (sentAt != null) {
      Duration behind = Duration.between(parse("sent_at", sentAt), now);
      at = behind.abs().compareTo(ON_THE_WAY) > 0 ? at.plus(behind) : at;
    }
    if (at.isAfter(now.plus(AHEAD))) {
      throw new ItemFault(
          CODE, "timestamp", "is more than a day ahead: is the clock of that device right?");
    }
    if (at.isBefore(now.minus(BACK))) {
      throw new ItemFault(CODE, "timestamp", "is more than ten years ago");
    }
    return at;
  }

  private static Instant parse(String field, Object value) {
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
        CODE, field, "must be a time like 2026-11-25T04:00:00Z, or a number since 1970");
  }
}
