package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionReader;
import ai.altertable.mcp.analytics.sql.Interval;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads time zones and time frames; faults go to the reader. */
public final class FrameParser {
  private static final int MAX_INTERVALS = 5000;
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private FrameParser() {}

  /** Relative time frames, by their lower-case names. */
  private enum Relative {
    LAST_7_DAYS(new TimeFrame.LastDays(7)),
    LAST_14_DAYS(new TimeFrame.LastDays(14)),
    LAST_30_DAYS(new TimeFrame.LastDays(30)),
    LAST_90_DAYS(new TimeFrame.LastDays(90)),
    THIS_MONTH(new TimeFrame.Month(0)),
    LAST_MONTH(new TimeFrame.Month(1));

    private final TimeFrame frame;

    Relative(TimeFrame frame) {
      this.frame = frame;
    }
  }

  /** The zone named in {@code timezone}; UTC when missing or wrong. */
  public static ZoneId zone(DefinitionReader reader) {
    String id = reader.optionalText("timezone").orElse("UTC");
    if (ZoneId.getAvailableZoneIds().contains(id)) {
      return ZoneId.of(id);
    }
    reader.fault("timezone", "must be an IANA time zone such as Europe/Berlin");
    return ZoneOffset.UTC;
  }

  /**
   * The frame in {@code timeframe}, or in {@code from} and {@code to}; empty when none is given.
   */
  public static Optional<TimeFrame> frame(DefinitionReader reader, ZoneId zone) {
    boolean relative = reader.has("timeframe");
    boolean fixed = reader.has("from") | reader.has("to");
    if (relative && fixed) {
      reader.fault("timeframe", "cannot stand beside from and to: give one or the other");
    }
    if (fixed) {
      return Optional.of(fixed(reader, zone));
    }
    return relative
        ? Optional.of(reader.choice("timeframe", Relative.class, Relative.LAST_30_DAYS).frame)
        : Optional.empty();
  }

  /** The frame given, or the last 30 days. */
  static TimeFrame frameOrLastDays(DefinitionReader reader, ZoneId zone) {
    return frame(reader, zone).orElse(Relative.LAST_30_DAYS.frame);
  }

  /** Notes a fault when a frame has more intervals than a result may have. */
  static void boundIntervals(DefinitionReader reader, TimeFrame frame, Interval interval) {
    if (frame instanceof TimeFrame.Fixed fixed
        && Duration.between(fixed.from(), fixed.to()).toHours() / hours(interval) > MAX_INTERVALS) {
      reader.fault("to", "makes more than " + MAX_INTERVALS + " intervals: use a longer interval");
    }
  }

  private static TimeFrame fixed(DefinitionReader reader, ZoneId zone) {
    Instant from = instant(reader, "from", zone);
    Instant to = instant(reader, "to", zone);
    if (!from.isBefore(to)) {
      reader.fault("to", "must lie behind from");
    }
    return new TimeFrame.Fixed(from, to);
  }

  private static long hours(Interval interval) {
    return switch (interval) {
      case HOUR -> 1;
      case DAY -> 24;
      case WEEK -> 24 * 7;
      case MONTH -> 24 * 28;
      case QUARTER -> 24 * 90;
      case YEAR -> 24 * 365;
    };
  }

  /** An ISO 8601 instant, or a date, which means its start in the zone. */
  private static Instant instant(DefinitionReader reader, String name, ZoneId zone) {
    String text = reader.text(name);
    if (text.isEmpty()) {
      return name.equals("from") ? EARLIEST : LATEST;
    }
    try {
      Instant instant =
          text.length() <= 10
              ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
        return instant;
      }
      reader.fault(name, "must lie between " + EARLIEST + " and " + LATEST);
    } catch (DateTimeException notATime) {
      reader.fault(
          name, "must be a date (2026-01-31) or a time with offset (2026-01-31T00:00:00Z)");
    }
    // keeps the order of the two, so that one fault is not told as two
    return name.equals("from") ? EARLIEST : LATEST;
  }
}
