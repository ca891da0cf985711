package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionReader;
import ai.altertable.mcp.analytics.insight.Segmentation.Aggregation;
import ai.altertable.mcp.analytics.insight.Segmentation.Breakdown;
import ai.altertable.mcp.analytics.insight.Segmentation.Field;
import ai.altertable.mcp.analytics.insight.Segmentation.Filter;
import ai.altertable.mcp.analytics.insight.Segmentation.Series;
import ai.altertable.mcp.analytics.sql.Interval;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code segmentation_definition}; faults go to the reader. */
final class SegmentationParser {
  private static final int MAX_SERIES = 10;
  private static final int MAX_BREAKDOWNS = 2;
  private static final int MAX_BREAKDOWN_VALUES = 100;
  private static final int DEFAULT_BREAKDOWN_VALUES = 10;
  private static final int MAX_NAME = 200;
  private static final int MAX_INTERVALS = 5000;
  private static final int DEFAULT_DAYS = 30;
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private SegmentationParser() {}

  /** Relative time frames, by their lower-case names. */
  private enum Relative {
    LAST_7_DAYS(7),
    LAST_14_DAYS(14),
    LAST_30_DAYS(DEFAULT_DAYS),
    LAST_90_DAYS(90);

    private final int days;

    Relative(int days) {
      this.days = days;
    }
  }

  static Segmentation parse(DefinitionReader reader) {
    ZoneId zone = zone(reader);
    Interval interval = reader.choice("interval", Interval.class, Interval.DAY);
    TimeFrame frame = frame(reader, zone, interval);
    Aggregation otherwise =
        reader
            .object("aggregation")
            .map(SegmentationParser::aggregation)
            .orElse(new Aggregation(Aggregation.Function.COUNT, null));
    List<Series> series = series(reader, otherwise);
    reader.refuseUnknown();
    return new Segmentation(frame, interval, zone, series);
  }

  private static ZoneId zone(DefinitionReader reader) {
    String id = reader.optionalText("timezone").orElse("UTC");
    if (ZoneId.getAvailableZoneIds().contains(id)) {
      return ZoneId.of(id);
    }
    reader.fault("timezone", "must be an IANA time zone such as Europe/Berlin");
    return ZoneOffset.UTC;
  }

  private static TimeFrame frame(DefinitionReader reader, ZoneId zone, Interval interval) {
    boolean relative = reader.has("timeframe");
    boolean fixed = reader.has("from") | reader.has("to");
    if (relative && fixed) {
      reader.fault("timeframe", "cannot stand beside from and to: give one or the other");
    }
    if (!fixed) {
      Relative days = reader.choice("timeframe", Relative.class, Relative.LAST_30_DAYS);
      return new TimeFrame.LastDays(days.days);
    }
    Instant from = instant(reader, "from", zone);
    Instant to = instant(reader, "to", zone);
    if (!from.isBefore(to)) {
      reader.fault("to", "must lie behind from");
    } else if (Duration.between(from, to).toHours() / hours(interval) > MAX_INTERVALS) {
      reader.fault("to", "makes more than " + MAX_INTERVALS + " intervals: use a longer interval");
    }
    return new TimeFrame.Fixed(from, to);
  }

  private static long hours(Interval interval) {
    return switch (interval) {
      case HOUR -> 1;
      case DAY -> 24;
      case WEEK -> 24 * 7;
      case MONTH -> 24 * 28;
    };
  }

  /** An ISO 8601 instant, or a date, which means its start in the zone. */
  private static Instant instant(DefinitionReader reader, String name, ZoneId zone) {
    String text = reader.text(name);
    try {
      Instant instant =
          text.length() <= 10
              ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
        return instant;
      }
    } catch (DateTimeException notATime) {
      reader.fault(
          name, "must be a date (2026-01-31) or a time with offset (2026-01-31T00:00:00Z)");
      return EARLIEST;
    }
    reader.fault(name, "must lie between " + EARLIEST + " and " + LATEST);
    return EARLIEST;
  }

  private static List<Series> series(DefinitionReader reader, Aggregation otherwise) {
    Set<String> keys = new HashSet<>();
    List<Series> all = new ArrayList<>();
    for (DefinitionReader event : reader.objects("events", 1, MAX_SERIES)) {
      String name = event.text("name", MAX_NAME);
      String key = event.has("key") ? event.text("key", MAX_NAME) : name;
      if (!keys.add(key)) {
        event.fault("key", "must be unique among the events; " + key + " is taken");
      }
      List<Filter> filters = new ArrayList<>();
      event
          .objects("property_filters", 0, 20)
          .forEach(filter -> filter(filter, "property").ifPresent(filters::add));
      event
          .objects("user_trait_filters", 0, 20)
          .forEach(filter -> filter(filter, "trait").ifPresent(filters::add));
      List<Breakdown> breakdowns =
          event.objects("breakdowns", 0, MAX_BREAKDOWNS).stream()
              .map(SegmentationParser::breakdown)
              .toList();
      Aggregation aggregation =
          event.object("aggregation").map(SegmentationParser::aggregation).orElse(otherwise);
      event.refuseUnknown();
      all.add(new Series(key, name, filters, breakdowns, aggregation));
    }
    return all;
  }

  private static Aggregation aggregation(DefinitionReader reader) {
    Aggregation.Function function =
        reader.choice("type", Aggregation.Function.class, Aggregation.Function.COUNT);
    boolean needsProperty =
        function == Aggregation.Function.SUM || function == Aggregation.Function.AVERAGE;
    String property = needsProperty ? reader.text("property", MAX_NAME) : null;
    reader.refuseUnknown();
    return new Aggregation(function, property);
  }

  private static Breakdown breakdown(DefinitionReader reader) {
    boolean trait = reader.has("trait");
    if (trait == reader.has("property")) {
      reader.fault("property", "or trait is required, one of the two");
    }
    String name = reader.optionalText(trait ? "trait" : "property").orElse("");
    int limit = reader.integer("limit", 1, MAX_BREAKDOWN_VALUES, DEFAULT_BREAKDOWN_VALUES);
    boolean includeOther = reader.flag("include_other", true);
    reader.refuseUnknown();
    return new Breakdown(new Field(name, trait), limit, includeOther);
  }

  private static Optional<Filter> filter(DefinitionReader reader, String target) {
    Field field = new Field(reader.text(target, MAX_NAME), target.equals("trait"));
    String wire = reader.text("operator");
    Optional<FilterOperator> operator = FilterOperator.parse(wire);
    if (operator.isEmpty() && !wire.isEmpty()) {
      List<String> names = new ArrayList<>();
      for (FilterOperator each : FilterOperator.values()) {
        names.add(each.wire());
      }
      reader.fault("operator", "must be one of " + String.join(", ", names));
    }
    Optional<Filter> filter =
        operator.map(known -> new Filter(field, known, FilterValues.read(reader, known)));
    reader.has("values");
    reader.refuseUnknown();
    return filter;
  }
}
