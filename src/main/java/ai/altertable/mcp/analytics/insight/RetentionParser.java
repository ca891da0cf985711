package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionReader;
import ai.altertable.mcp.analytics.sql.Interval;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Reads a {@code retention_definition}; faults go to the reader. */
final class RetentionParser {
  private static final int MAX_PERIODS = 90;
  private static final int DEFAULT_PERIODS = 7;
  private static final String WINDOWS = "24_hour_windows";

  private RetentionParser() {}

  static Retention parse(DefinitionReader reader) {
    EventInsight.Scope scope = EventParser.scope(reader);
    Interval interval =
        Interval.valueOf(
            reader
                .oneOf("interval", List.of("day", "week", "month"), "day")
                .toUpperCase(Locale.ROOT));
    FrameParser.boundIntervals(reader, scope.frame(), interval);
    boolean orAfter =
        reader
            .oneOf("measured_as", List.of("return_on", "return_on_or_after"), "return_on")
            .equals("return_on_or_after");
    boolean windows =
        reader
            .oneOf("calculated_by", List.of("calendar_day", WINDOWS), "calendar_day")
            .equals(WINDOWS);
    if (windows && interval == Interval.MONTH) {
      reader.fault("interval", "cannot be month with " + WINDOWS + ": use day or week");
    }
    EventSelector starting = event(reader, "starting_event");
    EventSelector returning = event(reader, "returning_event");
    int periods = reader.integer("periods", 1, MAX_PERIODS, DEFAULT_PERIODS);
    reader.refuseUnknown();
    return new Retention(
        scope, starting, returning, new Retention.Measure(orAfter, windows), interval, periods);
  }

  private static EventSelector event(DefinitionReader reader, String name) {
    DefinitionReader event = reader.requiredObject(name, "an event object with a name");
    EventSelector selector = EventParser.selector(event, new HashSet<>());
    event.refuseUnknown();
    return selector;
  }
}
