package ai.altertable.mcp.analytics;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a retention means. */
final class RetentionReference extends EventReference {
  private final String interval;
  private final boolean windows;
  private final boolean orAfter;

  RetentionReference(List<Event> events, JsonObject definition, Instant now, JsonObject segments) {
    super(events, definition, now, segments);
    interval = definition.getString("interval");
    windows = definition.getString("calculated_by").equals("24_hour_windows");
    orAfter = definition.getString("measured_as").equals("return_on_or_after");
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String audience : audiences()) {
      Map<Instant, List<List<Event>>> cohorts = new TreeMap<>();
      Map<List<Event>, Instant> starts = new HashMap<>();
      byUser()
          .forEach(
              (user, own) -> {
                Instant start =
                    own.stream()
                        .filter(event -> inFrame(definition.getJsonObject("starting_event"), event))
                        .map(Event::at)
                        .findFirst()
                        .orElse(null);
                if (start != null && isIn(audience, user)) {
                  starts.put(own, start);
                  cohorts
                      .computeIfAbsent(start(start, interval).toInstant(), at -> new ArrayList<>())
                      .add(own);
                }
              });
      cohorts.forEach((at, members) -> lines.addAll(lines(audience, at, members, starts)));
    }
    return sorted(lines);
  }

  private List<String> lines(
      String audience,
      Instant cohort,
      List<List<Event>> members,
      Map<List<Event>, Instant> starts) {
    List<String> lines = new ArrayList<>();
    ZonedDateTime first = cohort.atZone(zone);
    for (int period = 0; period <= definition.getInteger("periods"); period++) {
      if (!plus(first, interval, period).toInstant().isBefore(now)) {
        continue;
      }
      int wanted = period;
      long returned =
          members.stream().filter(own -> returned(own, starts.get(own), wanted)).count();
      int over = windows ? 2 : 1;
      boolean partial = plus(first, interval, period + over).toInstant().isAfter(now);
      List<Object> cells = new ArrayList<>(List.of(cohort));
      if (!audience.isEmpty()) {
        cells.add(audience);
      }
      cells.add(period);
      cells.add(members.size());
      cells.add(returned);
      cells.add(
          BigDecimal.valueOf(returned)
              .divide(BigDecimal.valueOf(members.size()), 6, RoundingMode.HALF_UP));
      cells.add(partial);
      lines.add(TestEngine.line(cells.toArray()));
    }
    return lines;
  }

  private boolean returned(List<Event> own, Instant start, int wanted) {
    return own.stream()
        .filter(event -> event.at().isAfter(start))
        .filter(event -> matches(definition.getJsonObject("returning_event"), event, from, now))
        .map(event -> period(start, event.at()))
        .anyMatch(period -> orAfter ? period >= wanted : period == wanted);
  }

  private long period(Instant start, Instant at) {
    if (windows) {
      return Duration.between(start, at).toDays() / (interval.equals("week") ? 7 : 1);
    }
    ZonedDateTime first = start(start, interval);
    long count = 0;
    while (!plus(first, interval, count + 1).toInstant().isAfter(at)) {
      count++;
    }
    return count;
  }
}
