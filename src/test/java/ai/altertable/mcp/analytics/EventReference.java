package ai.altertable.mcp.analytics;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What questions about events mean, written the slow and obvious way over events in memory and the
 * definition's JSON. Shares no code with the compilers.
 */
class EventReference {
  final List<Event> events;
  final JsonObject definition;
  final Instant now;
  final Instant from;
  final Instant to;
  final ZoneId zone;

  private final JsonObject segments;

  /**
   * @param segments definitions by slug
   */
  EventReference(List<Event> events, JsonObject definition, Instant now, JsonObject segments) {
    this.segments = segments;
    this.events = events;
    this.definition = definition;
    this.now = now;
    this.from = Instant.parse(definition.getString("from"));
    Instant end = Instant.parse(definition.getString("to"));
    this.to = end.isAfter(now) ? now : end;
    this.zone = ZoneId.of(definition.getString("timezone"));
  }

  /** Whether an event is one of a selector within the frame. */
  boolean inFrame(JsonObject selector, Event event) {
    return matches(selector, event, from, to);
  }

  boolean matches(JsonObject selector, Event event, Instant from, Instant to) {
    return event.name().equals(selector.getString("name"))
        && !event.at().isBefore(from)
        && event.at().isBefore(to)
        && objects(selector, "property_filters").stream()
            .allMatch(each -> passes(each, event.properties().getValue(each.getString("property"))))
        && objects(selector, "user_trait_filters").stream()
            .allMatch(each -> passes(each, event.traits().getValue(each.getString("trait"))))
        && objects(selector, "segment_filters").stream()
            .allMatch(each -> meant(each, event.user()));
  }

  /** The audiences' keys, or one that stands for everybody. */
  List<String> audiences() {
    List<JsonObject> all = objects(definition, "segmented_by");
    return all.isEmpty() ? List.of("") : all.stream().map(each -> each.getString("key")).toList();
  }

  boolean isIn(String audience, String user) {
    return audience.isEmpty()
        || objects(definition, "segmented_by").stream()
            .filter(each -> each.getString("key").equals(audience))
            .flatMap(each -> objects(each, "filters").stream())
            .allMatch(filter -> holds(filter, user));
  }

  private boolean holds(JsonObject filter, String user) {
    JsonObject trait = filter.getJsonObject("trait_filter");
    if (trait != null) {
      JsonObject traits = Event.TRAITS.getOrDefault(user, new JsonObject());
      return passes(trait, traits.getValue(trait.getString("trait")));
    }
    JsonObject dimension = filter.getJsonObject("dimension_filter");
    if (dimension != null) {
      return described(dimension, user);
    }
    JsonObject segment = filter.getJsonObject("segment_filter");
    if (segment != null) {
      return meant(segment, user);
    }
    JsonObject performed = filter.getJsonObject("performed_event_filter");
    JsonObject period = performed.getJsonObject("period");
    Instant since = period == null ? Instant.EPOCH : Instant.parse(period.getString("from"));
    Instant until = period == null ? now : Instant.parse(period.getString("to"));
    boolean did =
        events.stream()
            .filter(event -> event.user().equals(user))
            .anyMatch(event -> matches(performed, event, since, until.isAfter(now) ? now : until));
    return did == performed.getBoolean("including", true);
  }

  /** By the tier of the identity, or by the distinct id of any event. */
  private boolean described(JsonObject filter, String user) {
    if (filter.getJsonObject("dimension_ref").getString("projection").equals("tier")) {
      return passes(filter, Event.TRAITS.getOrDefault(user, new JsonObject()).getValue("plan"));
    }
    return events.stream()
        .anyMatch(
            event ->
                event.user().equals(user)
                    && event.at().isBefore(now)
                    && passes(filter, event.user()));
  }

  /** Whether a use of a segment means a user. */
  private boolean meant(JsonObject use, String user) {
    JsonObject segment = segments.getJsonObject(use.getString("segment_slug"));
    boolean in = objects(segment, "filters").stream().allMatch(filter -> holds(filter, user));
    return in == use.getBoolean("including", true);
  }

  static List<JsonObject> objects(JsonObject holder, String name) {
    return holder.getJsonArray(name, new JsonArray()).stream().map(JsonObject.class::cast).toList();
  }

  static String value(Event event, JsonObject breakdown) {
    Object value =
        breakdown.containsKey("trait")
            ? event.traits().getValue(breakdown.getString("trait"))
            : event.properties().getValue(breakdown.getString("property"));
    return value == null ? "(none)" : value.toString();
  }

  /** The most frequent of some values, as many as the breakdown keeps. */
  static List<String> frequent(List<String> values, JsonObject breakdown) {
    Map<String, Integer> counts = new HashMap<>();
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(EventReference::byCodePoint)))
        .limit(breakdown.getInteger("limit"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Null for a value that is left out. */
  static String label(String value, List<String> frequent, JsonObject breakdown) {
    return frequent.contains(value)
        ? value
        : breakdown.getBoolean("include_other") ? "(other)" : null;
  }

  static int byCodePoint(String a, String b) {
    return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }

  Map<String, List<Event>> byUser() {
    return events.stream()
        .sorted(Comparator.comparing(Event::at))
        .collect(Collectors.groupingBy(Event::user));
  }

  ZonedDateTime start(Instant at, String interval) {
    ZonedDateTime local = at.atZone(zone);
    LocalDate day = local.toLocalDate();
    return switch (interval) {
      case "hour" -> local.truncatedTo(ChronoUnit.HOURS);
      case "day" -> day.atStartOfDay(zone);
      case "week" ->
          day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay(zone);
      case "month" -> day.withDayOfMonth(1).atStartOfDay(zone);
      case "quarter" ->
          day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1).atStartOfDay(zone);
      case "year" -> day.withDayOfYear(1).atStartOfDay(zone);
      default -> throw new IllegalArgumentException(interval);
    };
  }

  ZonedDateTime plus(ZonedDateTime start, String interval, long count) {
    LocalDate day = start.toLocalDate();
    return switch (interval) {
      case "hour" -> start.plus(count, ChronoUnit.HOURS);
      case "day" -> day.plusDays(count).atStartOfDay(zone);
      case "week" -> day.plusWeeks(count).atStartOfDay(zone);
      case "month" -> day.plusMonths(count).atStartOfDay(zone);
      case "quarter" -> day.plusMonths(3 * count).atStartOfDay(zone);
      case "year" -> day.plusYears(count).atStartOfDay(zone);
      default -> throw new IllegalArgumentException(interval);
    };
  }

  static boolean passes(JsonObject filter, Object value) {
    JsonArray values = filter.getJsonArray("values");
    String operator = filter.getString("operator");
    if (operator.equals("is_null")) {
      return value == null;
    }
    if (value == null) {
      return false;
    }
    switch (operator) {
      case "is_not_null":
        return true;
      case "=":
      case "in":
        return values.stream()
            .anyMatch(wanted -> Integer.valueOf(0).equals(compare(value, wanted)));
      case "!=":
      case "not_in":
        return values.stream()
            .noneMatch(wanted -> Integer.valueOf(0).equals(compare(value, wanted)));
      case "between":
        JsonObject range = values.getJsonObject(0);
        return ordered(value, range.getValue("from"), 1, 0)
            && ordered(value, range.getValue("to"), -1, 0);
      case ">":
        return ordered(value, values.getValue(0), 1, 1);
      case ">=":
        return ordered(value, values.getValue(0), 1, 0);
      case "<":
        return ordered(value, values.getValue(0), -1, -1);
      case "<=":
        return ordered(value, values.getValue(0), -1, 0);
      case "ip_matches":
        return values.stream().anyMatch(wanted -> inRange(value.toString(), (String) wanted));
      case "ip_not_matches":
        return values.stream().noneMatch(wanted -> inRange(value.toString(), (String) wanted));
      default:
        return textual(operator, value.toString(), values.getString(0));
    }
  }

  private static boolean inRange(String text, String range) {
    String[] parts = range.split("/");
    int prefix = parts.length == 1 ? 32 : Integer.parseInt(parts[1]);
    Long address = address(text);
    return address != null && address >>> (32 - prefix) == address(parts[0]) >>> (32 - prefix);
  }

  private static Long address(String text) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != 4) {
      return null;
    }
    long address = 0;
    for (String octet : octets) {
      if (!octet.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(octet) > 255) {
        return null;
      }
      address = address * 256 + Integer.parseInt(octet);
    }
    return address;
  }

  private static boolean textual(String operator, String text, String part) {
    boolean negated = operator.startsWith("not_");
    boolean holds =
        switch (negated ? operator.substring(4) : operator) {
          case "starts_with" -> text.startsWith(part);
          case "ends_with" -> text.endsWith(part);
          case "contains" -> text.contains(part);
          default -> throw new IllegalArgumentException(operator);
        };
    return holds != negated;
  }

  private static boolean ordered(Object value, Object wanted, int one, int other) {
    Integer order = compare(value, wanted);
    return order != null && (Integer.signum(order) == one || Integer.signum(order) == other);
  }

  /** Null when they cannot be compared: a number is wanted and the value is none. */
  private static Integer compare(Object value, Object wanted) {
    if (wanted instanceof Number) {
      return value instanceof Number
          ? new BigDecimal(value.toString()).compareTo(new BigDecimal(wanted.toString()))
          : null;
    }
    return byCodePoint(value.toString(), wanted.toString());
  }

  static List<String> sorted(List<String> lines) {
    List<String> sorted = new ArrayList<>(lines);
    sorted.sort(Comparator.naturalOrder());
    return sorted;
  }
}
