package ai.altertable.mcp.charts;

import ai.altertable.mcp.analytics.insight.TimeFrame;
import ai.altertable.mcp.analytics.sql.Interval;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Calendar intervals in local time, as the compiled queries cut them. */
final class Intervals {
  private static final DateTimeFormatter LABEL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("MMM d, uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter DAY_OF_YEAR =
      DateTimeFormatter.ofPattern("MMM d", Locale.ENGLISH);
  private static final int MOST = 5001;

  private Intervals() {}

  static LocalDateTime floor(LocalDateTime time, Interval interval) {
    LocalDate day = time.toLocalDate();
    return switch (interval) {
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
      case DAY -> day.atStartOfDay();
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay();
      case MONTH -> day.withDayOfMonth(1).atStartOfDay();
      case QUARTER ->
          day.withDayOfMonth(1).minusMonths((day.getMonthValue() - 1) % 3L).atStartOfDay();
      case YEAR -> day.withDayOfYear(1).atStartOfDay();
    };
  }

  static LocalDateTime next(LocalDateTime start, Interval interval) {
    return switch (interval) {
      case HOUR -> start.plusHours(1);
      case DAY -> start.plusDays(1);
      case WEEK -> start.plusWeeks(1);
      case MONTH -> start.plusMonths(1);
      case QUARTER -> start.plusMonths(3);
      case YEAR -> start.plusYears(1);
    };
  }

  /** The starts of all intervals that a range touches, bounded. */
  static List<LocalDateTime> of(TimeFrame.Range range, Interval interval, ZoneId zone) {
    LocalDateTime end = LocalDateTime.ofInstant(range.to(), zone);
    LocalDateTime start = floor(LocalDateTime.ofInstant(range.from(), zone), interval);
    List<LocalDateTime> starts = new ArrayList<>();
    while (start.isBefore(end) && starts.size() < MOST) {
      starts.add(start);
      start = next(start, interval);
    }
    return starts;
  }

  static String label(LocalDateTime start) {
    return LABEL.format(start);
  }

  /** {@code Feb 1 – Mar 2, 2026 · UTC}. */
  static String words(TimeFrame.Range range, ZoneId zone) {
    LocalDate from = LocalDateTime.ofInstant(range.from(), zone).toLocalDate();
    LocalDate to = LocalDateTime.ofInstant(range.to().minusMillis(1), zone).toLocalDate();
    if (!from.isBefore(to)) {
      return DAY.format(from) + " · " + zone;
    }
    DateTimeFormatter first = from.getYear() == to.getYear() ? DAY_OF_YEAR : DAY;
    return first.format(from) + " – " + DAY.format(to) + " · " + zone;
  }

  /** {@code Day}, {@code Week from Monday}. */
  static String name(Interval interval) {
    String unit = interval.unit();
    String name = unit.substring(0, 1).toUpperCase(Locale.ROOT) + unit.substring(1);
    return interval == Interval.WEEK ? name + " from Monday" : name;
  }
}
