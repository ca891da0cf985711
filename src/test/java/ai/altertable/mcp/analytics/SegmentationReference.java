package ai.altertable.mcp.analytics;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a segmentation means. */
final class SegmentationReference extends EventReference {
  SegmentationReference(
      List<Event> events, JsonObject definition, Instant now, JsonObject segments) {
    super(events, definition, now, segments);
  }

  /** Lines {@code start|series|segment|breakdown|value|partial}, sorted. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (JsonObject series : objects(definition, "events")) {
      for (String audience : audiences()) {
        lines.addAll(lines(series, audience));
      }
    }
    return sorted(lines);
  }

  private List<String> lines(JsonObject series, String audience) {
    List<JsonObject> breakdowns = objects(series, "breakdowns");
    List<Event> matched = events.stream().filter(event -> inFrame(series, event)).toList();
    Map<String, List<Event>> groups = new TreeMap<>();
    Map<String, List<String>> keys = new TreeMap<>();
    for (Event event : matched) {
      String label = "(all)";
      if (!breakdowns.isEmpty()) {
        List<String> values = matched.stream().map(each -> value(each, breakdowns.get(0))).toList();
        label =
            label(
                value(event, breakdowns.get(0)),
                frequent(values, breakdowns.get(0)),
                breakdowns.get(0));
      }
      if (label != null && isIn(audience, event.user())) {
        String start = start(event.at(), interval()).toInstant().toString();
        keys.put(start + "|" + label, List.of(start, label));
        groups.computeIfAbsent(start + "|" + label, first -> new ArrayList<>()).add(event);
      }
    }
    List<String> lines = new ArrayList<>();
    groups.forEach((key, members) -> lines.add(line(series, audience, keys.get(key), members)));
    return lines;
  }

  private String line(JsonObject series, String audience, List<String> key, List<Event> members) {
    ZonedDateTime start = start(members.get(0).at(), interval());
    boolean partial =
        start.toInstant().isBefore(from) || plus(start, interval(), 1).toInstant().isAfter(to);
    List<Object> cells = new ArrayList<>(List.of(key.get(0), series.getString("key")));
    if (!audience.isEmpty()) {
      cells.add(audience);
    }
    boolean brokenDown =
        objects(definition, "events").stream()
            .anyMatch(each -> !objects(each, "breakdowns").isEmpty());
    if (brokenDown) {
      cells.add(key.get(1));
    }
    cells.add(aggregate(series, members));
    cells.add(partial);
    return TestEngine.line(cells.toArray());
  }

  private String interval() {
    return definition.getString("interval");
  }

  private static Number aggregate(JsonObject series, List<Event> members) {
    JsonObject aggregation = series.getJsonObject("aggregation");
    List<BigDecimal> amounts =
        members.stream()
            .map(event -> event.properties().getValue(aggregation.getString("property", "")))
            .filter(Number.class::isInstance)
            .map(number -> new BigDecimal(number.toString()))
            .toList();
    BigDecimal sum = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return switch (aggregation.getString("type")) {
      case "count" -> members.size();
      case "unique_users" -> members.stream().map(Event::user).distinct().count();
      case "sum" -> amounts.isEmpty() ? null : sum;
      case "average" ->
          amounts.isEmpty()
              ? null
              : sum.divide(BigDecimal.valueOf(amounts.size()), MathContext.DECIMAL128);
      default -> throw new IllegalArgumentException(aggregation.encode());
    };
  }
}
