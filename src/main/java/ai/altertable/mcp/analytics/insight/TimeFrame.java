package ai.altertable.mcp.analytics.insight;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Which time a definition looks at. */
public sealed interface TimeFrame {
  /** The instants, by the calendar of a zone. */
  Range resolve(Instant now, ZoneId zone);

  /**
   * @param from first instant
   * @param to first instant behind it
   */
  record Range(Instant from, Instant to) {
    public Range {
      requireNonNull(from, "from is null");
      requireNonNull(to, "to is null");
    }

    /** The part of it before a moment; may be empty. */
    public Range until(Instant moment) {
      return to.isAfter(moment) ? new Range(from, moment) : this;
    }
  }

  /** Always the same instants. */
  record Fixed(Instant from, Instant to) implements TimeFrame {
    @Override
    public Range resolve(Instant now, ZoneId zone) {
      return new Range(from, to);
    }
  }

  /** That many whole days before today, and today so far. */
  record LastDays(int days) implements TimeFrame {
    @Override
    public Range resolve(Instant now, ZoneId zone) {
      Instant from = now.atZone(zone).toLocalDate().minusDays(days).atStartOfDay(zone).toInstant();
      return new Range(from, now);
    }
  }

  /** The month that was so many months ago; 0 is this month so far. */
  record Month(int ago) implements TimeFrame {
    @Override
    public Range resolve(Instant now, ZoneId zone) {
      LocalDate first = now.atZone(zone).toLocalDate().withDayOfMonth(1).minusMonths(ago);
      Instant from = first.atStartOfDay(zone).toInstant();
      Instant to = first.plusMonths(1).atStartOfDay(zone).toInstant();
      return new Range(from, to).until(now);
    }
  }
}
