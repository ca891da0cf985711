package ai.altertable.mcp.analytics;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a segmentation means, written the slow and obvious way over events in memory and the
 * definition's JSON. Shares no code with the compiler.
 */
final class SegmentationReference {
  /** One event, with its properties and who did it. */
  record Event(Instant at, String name, JsonObject properties, String user) {}

  private final List<Event> events;
  private final JsonObject definition;
  private final Instant from;
  private final Instant to;
  private final ZoneId zone;

  SegmentationReference(List<Event> events, JsonObject definition) {
    this.events = events;
    this.definition = definition;
    this.from = Instant.parse(definition.getString("from"));
    this.to = Instant.parse(definition.getString("to"));
    this.zone = ZoneId.of(definition.getString("timezone"));
  }

  /** Lines {@code start|series|breakdown|value|partial}, sorted. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Object each : definition.getJsonArray("events")) {
      lines.addAll(lines((JsonObject) each));
    }
    lines.sort(Comparator.naturalOrder());
    return lines;
  }

  private List<String> lines(JsonObject series) {
    JsonArray breakdowns = series.getJsonArray("breakdowns");
    JsonObject breakdown = breakdowns.isEmpty() ? null : breakdowns.getJsonObject(0);
    List<Event> matched = events.stream().filter(event -> matches(series, event)).toList();
    List<String> top = breakdown == null ? List.of() : top(matched, breakdown);
    Map<String, List<Event>> groups = new TreeMap<>();
    for (Event event : matched) {
      String label = label(event, breakdown, top);
      if (label != null) {
        String key = start(event.at).toInstant() + "|" + series.getString("key") + "|" + label;
        groups.computeIfAbsent(key, first -> new ArrayList<>()).add(event);
      }
    }
    List<String> lines = new ArrayList<>();
    groups.forEach(
        (key, members) -> {
          ZonedDateTime start = start(members.get(0).at);
          boolean partial = start.toInstant().isBefore(from) || end(start).toInstant().isAfter(to);
          lines.add(key + "|" + aggregate(series, members) + "|" + partial);
        });
    return lines;
  }

  private boolean matches(JsonObject series, Event event) {
    if (!event.name.equals(series.getString("name"))
        || event.at.isBefore(from)
        || !event.at.isBefore(to)) {
      return false;
    }
    return series.getJsonArray("property_filters").stream()
        .map(JsonObject.class::cast)
        .allMatch(
            filter -> passes(filter, event.properties.getValue(filter.getString("property"))));
  }

  private static boolean passes(JsonObject filter, Object value) {
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
      default:
        return textual(operator, value.toString(), values.getString(0));
    }
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
    int[] a = value.toString().codePoints().toArray();
    int[] b = wanted.toString().codePoints().toArray();
    return java.util.Arrays.compare(a, b);
  }

  private static String value(Event event, JsonObject breakdown) {
    Object value = event.properties.getValue(breakdown.getString("property"));
    return Objects.requireNonNullElse(value, "(none)").toString();
  }

  private static List<String> top(List<Event> matched, JsonObject breakdown) {
    Map<String, Integer> counts = new HashMap<>();
    matched.forEach(event -> counts.merge(value(event, breakdown), 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(breakdown.getInteger("limit"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Null for an event that the breakdown leaves out. */
  private String label(Event event, JsonObject breakdown, List<String> top) {
    if (breakdown == null) {
      boolean brokenDown =
          definition.getJsonArray("events").stream()
              .anyMatch(each -> !((JsonObject) each).getJsonArray("breakdowns").isEmpty());
      return brokenDown ? "(all)" : "-";
    }
    String value = value(event, breakdown);
    return top.contains(value) ? value : breakdown.getBoolean("include_other") ? "(other)" : null;
  }

  private static String aggregate(JsonObject series, List<Event> members) {
    JsonObject aggregation = series.getJsonObject("aggregation");
    List<BigDecimal> amounts =
        members.stream()
            .map(event -> event.properties.getValue(aggregation.getString("property", "")))
            .filter(Number.class::isInstance)
            .map(number -> new BigDecimal(number.toString()))
            .toList();
    BigDecimal sum = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return switch (aggregation.getString("type")) {
      case "count" -> normal(BigDecimal.valueOf(members.size()));
      case "unique_users" ->
          normal(BigDecimal.valueOf(members.stream().map(Event::user).distinct().count()));
      case "sum" -> amounts.isEmpty() ? "null" : normal(sum);
      case "average" ->
          amounts.isEmpty()
              ? "null"
              : normal(sum.divide(BigDecimal.valueOf(amounts.size()), MathContext.DECIMAL128));
      default -> throw new IllegalArgumentException(aggregation.encode());
    };
  }

  /** One spelling for equal numbers; averages agree to ten digits behind the point. */
  static String normal(BigDecimal number) {
    BigDecimal rounded = number.setScale(10, java.math.RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  private ZonedDateTime start(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    return switch (definition.getString("interval")) {
      case "hour" -> local.truncatedTo(ChronoUnit.HOURS);
      case "day" -> local.toLocalDate().atStartOfDay(zone);
      case "week" ->
          local
              .toLocalDate()
              .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
              .atStartOfDay(zone);
      case "month" -> local.toLocalDate().withDayOfMonth(1).atStartOfDay(zone);
      default -> throw new IllegalArgumentException();
    };
  }

  private ZonedDateTime end(ZonedDateTime start) {
    return switch (definition.getString("interval")) {
      case "hour" -> start.plus(1, ChronoUnit.HOURS);
      case "day" -> start.toLocalDate().plusDays(1).atStartOfDay(zone);
      case "week" -> start.toLocalDate().plusWeeks(1).atStartOfDay(zone);
      default -> start.toLocalDate().plusMonths(1).atStartOfDay(zone);
    };
  }
}
