package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionReader;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the definitions of all questions about events have in common. */
final class EventParser {
  static final int MAX_NAME = 200;
  private static final int MAX_BREAKDOWNS = 2;
  private static final int MAX_BREAKDOWN_VALUES = 100;
  private static final int DEFAULT_BREAKDOWN_VALUES = 10;
  private static final int MAX_FILTERS = 20;
  private static final int MAX_AUDIENCES = 10;
  private static final String NO_SEGMENTS =
      "cannot be used: this server keeps no saved segments. Describe the users in segmented_by with"
          + " performed_event_filter or trait_filter";

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
    if (!reader.list("segment_filters", 0, MAX_FILTERS).isEmpty()) {
      reader.fault("segment_filters", NO_SEGMENTS);
    }
    return new EventSelector(key, name, filters);
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
      List<Audience.Condition> conditions = new ArrayList<>();
      each.objects("filters", 0, MAX_FILTERS)
          .forEach(filter -> condition(filter, zone).ifPresent(conditions::add));
      each.refuseUnknown();
      audiences.add(new Audience(key, conditions));
    }
    return audiences;
  }

  private static Optional<Audience.Condition> condition(DefinitionReader reader, ZoneId zone) {
    Optional<Audience.Condition> trait =
        reader
            .object("trait_filter")
            .flatMap(each -> filter(each, "trait"))
            .map(Audience.Trait::new);
    Optional<Audience.Condition> performed =
        reader.object("performed_event_filter").map(each -> performed(each, zone));
    boolean segment = reader.has("segment_filter");
    if (segment) {
      reader.fault("segment_filter", NO_SEGMENTS);
    } else if (reader.has("trait_filter") == reader.has("performed_event_filter")) {
      reader.fault("performed_event_filter", "or trait_filter is required, one of the two");
    }
    reader.refuseUnknown();
    return trait.isPresent() ? trait : performed;
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
    return new Audience.Performed(event, including, frame);
  }
}
