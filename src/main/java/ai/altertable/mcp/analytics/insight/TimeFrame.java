package ai.altertable.mcp.analytics.insight;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
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
}
