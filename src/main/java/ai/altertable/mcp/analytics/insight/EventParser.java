package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionReader;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what the definitions of all questions about events have in common. */
final class EventParser {
  static final int MAX_NAME = 200;
  private static final int MAX_BREAKDOWNS = 2;
  private static final int MAX_BREAKDOWN_VALUES = 100;
  private static final int DEFAULT_BREAKDOWN_VALUES = 10;
  private static final int MAX_FILTERS = 20;
  private static final int MAX_AUDIENCES = 10;
  private static final Pattern SEGMENT_SLUG = Pattern.compile("SGM-[0-9]{1,9}");
  private static final List<String> CONDITIONS =
      List.of("trait_filter", "performed_event_filter", "segment_filter", "dimension_filter");

  private EventParser() {}

  static EventInsight.Scope scope(DefinitionReader reader) {
    ZoneId zone = FrameParser.zone(reader);
    return new EventInsight.Scope(
        reader.optionalText("catalog"),
        FrameParser.frameOrLastDays(reader, zone),
        zone,
        audiences(reader, zone));
  }

  /**
   * An event object; the caller refuses what it does not know.
   *
   * @param keys taken so far
   */
  static EventSelector selector(DefinitionReader reader, Set<String> keys) {
    String name = reader.text("name", MAX_NAME);
    String key = reader.has("key") ? reader.text("key", MAX_NAME) : name;
    if (!key.isEmpty() && !keys.add(key)) {
      reader.fault("key", "must be unique among the events; " + key + " is taken");
    }
    List<Filter> filters = new ArrayList<>();
    reader
        .objects("property_filters", 0, MAX_FILTERS)
        .forEach(filter -> filter(filter, "property").ifPresent(filters::add));
    reader
        .objects("user_trait_filters", 0, MAX_FILTERS)
        .forEach(filter -> filter(filter, "trait").ifPresent(filters::add));
    List<SegmentUse> segments =
        reader.objects("segment_filters", 0, MAX_FILTERS).stream()
            .flatMap(filter -> segment(filter).stream())
            .toList();
    return new EventSelector(key, name, filters, segments);
  }

  static List<Breakdown> breakdowns(DefinitionReader reader) {
    return reader.objects("breakdowns", 0, MAX_BREAKDOWNS).stream()
        .map(EventParser::breakdown)
        .toList();
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
    Optional<Filter> filter =
        operator(reader).map(known -> new Filter(field, known, FilterValues.read(reader, known)));
    reader.has("values");
    reader.refuseUnknown();
    return filter;
  }

  /** The operator of a filter; empty when it is missing or not known. */
  static Optional<FilterOperator> operator(DefinitionReader reader) {
    List<String> names = Arrays.stream(FilterOperator.values()).map(FilterOperator::wire).toList();
    if (!reader.has("operator")) {
      reader.fault("operator", "is required: one of " + String.join(", ", names));
    }
    return FilterOperator.parse(reader.oneOf("operator", names, ""));
  }

  private static List<Audience> audiences(DefinitionReader reader, ZoneId zone) {
    Set<String> keys = new HashSet<>();
    List<Audience> audiences = new ArrayList<>();
    for (DefinitionReader each : reader.objects("segmented_by", 0, MAX_AUDIENCES)) {
      String key = each.text("key", MAX_NAME);
      if (!key.isEmpty() && !keys.add(key)) {
        each.fault("key", "must be unique; " + key + " is taken");
      }
      List<Audience.Condition> conditions = conditions(each, 0, zone);
      each.refuseUnknown();
      audiences.add(new Audience(key, conditions));
    }
    return audiences;
  }

  /**
   * The {@code filters} that describe users.
   *
   * @param minimum fewest of them
   * @param zone whose calendar is meant
   */
  static List<Audience.Condition> conditions(DefinitionReader reader, int minimum, ZoneId zone) {
    return reader.objects("filters", minimum, MAX_FILTERS).stream()
        .flatMap(filter -> condition(filter, zone).stream())
        .toList();
  }

  private static Optional<Audience.Condition> condition(DefinitionReader reader, ZoneId zone) {
    List<String> given = CONDITIONS.stream().filter(reader::has).toList();
    if (given.size() != 1) {
      reader.fault("filters", "must have exactly one of " + String.join(", ", CONDITIONS));
      return Optional.empty();
    }
    Optional<DefinitionReader> inner = reader.object(given.get(0));
    reader.refuseUnknown();
    return inner.flatMap(
        each ->
            switch (given.get(0)) {
              case "trait_filter" -> filter(each, "trait").map(Audience.Trait::new);
              case "dimension_filter" ->
                  SemanticParser.filter(each).map(found -> new Audience.Described(found, zone));
              case "segment_filter" -> segment(each).map(Audience.InSegment::new);
              default -> Optional.of(performed(each, zone));
            });
  }

  private static Optional<SegmentUse> segment(DefinitionReader reader) {
    String slug = reader.text("segment_slug", MAX_NAME);
    boolean including = reader.flag("including", true);
    reader.refuseUnknown();
    if (!slug.isEmpty() && !SEGMENT_SLUG.matcher(slug).matches()) {
      reader.fault("segment_slug", "must be the slug of a segment, such as SGM-1");
      return Optional.empty();
    }
    return Optional.of(new SegmentUse(reader.path() + ".segment_slug", slug, including));
  }

  private static Audience.Condition performed(DefinitionReader reader, ZoneId zone) {
    EventSelector event = selector(reader, new HashSet<>());
    boolean including = reader.flag("including", true);
    Optional<DefinitionReader> period = reader.object("period");
    Optional<TimeFrame> frame = period.flatMap(each -> FrameParser.frame(each, zone));
    if (period.isPresent() && frame.isEmpty()) {
      reader.fault("period", "must have timeframe, or from and to");
    }
    period.ifPresent(DefinitionReader::refuseUnknown);
    reader.refuseUnknown();
    return new Audience.Performed(event, including, frame, zone);
  }
}
