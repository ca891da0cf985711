package ai.altertable.mcp.analytics;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a funnel means: every entry of every user is followed on its own. */
final class FunnelReference extends EventReference {
  private final List<JsonObject> steps;
  private final Map<String, List<Instant>> best = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private final boolean brokenDown;

  FunnelReference(List<Event> events, JsonObject definition, Instant now, JsonObject segments) {
    super(events, definition, now, segments);
    steps = objects(definition, "events");
    brokenDown = !objects(definition, "breakdowns").isEmpty();
    byUser()
        .forEach(
            (user, own) -> {
              List<Instant> furthest = furthest(own);
              if (!furthest.isEmpty()) {
                best.put(user, furthest);
              }
            });
    label();
  }

  /** The times of the steps of the entry that gets furthest, the earliest of these. */
  private List<Instant> furthest(List<Event> own) {
    List<Instant> furthest = List.of();
    for (Event entry : own) {
      if (inFrame(steps.get(0), entry)) {
        List<Instant> taken = follow(own, entry);
        if (taken.size() > furthest.size()) {
          furthest = taken;
        }
      }
    }
    return furthest;
  }

  private List<Instant> follow(List<Event> own, Event entry) {
    List<Instant> taken = new ArrayList<>(List.of(entry.at()));
    Integer seconds = definition.getInteger("completed_within_seconds");
    for (JsonObject step : steps.subList(1, steps.size())) {
      Instant last = taken.get(taken.size() - 1);
      Instant next =
          own.stream()
              .filter(event -> inFrame(step, event) && event.at().isAfter(last))
              .map(Event::at)
              .findFirst()
              .orElse(null);
      if (next == null || seconds != null && next.isAfter(entry.at().plusSeconds(seconds))) {
        break;
      }
      taken.add(next);
    }
    return taken;
  }

  private void label() {
    if (!brokenDown) {
      best.keySet().forEach(user -> labels.put(user, ""));
      return;
    }
    JsonObject breakdown = objects(definition, "breakdowns").get(0);
    Map<String, String> values = new HashMap<>();
    best.forEach(
        (user, taken) ->
            values.put(
                user,
                byUser().get(user).stream()
                    .filter(event -> event.at().equals(taken.get(0)))
                    .filter(event -> inFrame(steps.get(0), event))
                    .map(event -> value(event, breakdown))
                    .min(EventReference::byCodePoint)
                    .orElseThrow()));
    List<String> frequent = frequent(List.copyOf(values.values()), breakdown);
    values.forEach(
        (user, value) -> {
          String label = label(value, frequent, breakdown);
          if (label != null) {
            labels.put(user, label);
          }
        });
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String audience : audiences()) {
      List<String> members = labels.keySet().stream().filter(user -> isIn(audience, user)).toList();
      TreeSet<String> groups = new TreeSet<>(members.stream().map(labels::get).toList());
      if (!brokenDown) {
        groups.add("");
      }
      for (String group : groups) {
        List<List<Instant>> taken =
            members.stream().filter(user -> labels.get(user).equals(group)).map(best::get).toList();
        for (int step = 1; step <= steps.size(); step++) {
          lines.add(line(audience, group, step, taken));
        }
      }
    }
    return sorted(lines);
  }

  private String line(String audience, String group, int step, List<List<Instant>> all) {
    List<List<Instant>> here = all.stream().filter(taken -> taken.size() >= step).toList();
    long before = all.stream().filter(taken -> taken.size() >= Math.max(step - 1, 1)).count();
    List<Object> cells = new ArrayList<>();
    if (!audience.isEmpty()) {
      cells.add(audience);
    }
    if (brokenDown) {
      cells.add(group);
    }
    cells.add(step);
    cells.add(steps.get(step - 1).getString("key"));
    cells.add(here.size());
    cells.add(ratio(here.size(), before, 6));
    cells.add(ratio(here.size(), all.size(), 6));
    cells.add(before - here.size());
    cells.add(step == 1 ? null : average(here, step - 2, step - 1));
    cells.add(step == 1 ? null : average(here, 0, step - 1));
    return TestEngine.line(cells.toArray());
  }

  private static BigDecimal average(List<List<Instant>> all, int start, int end) {
    long seconds =
        all.stream()
            .mapToLong(taken -> Duration.between(taken.get(start), taken.get(end)).toSeconds())
            .sum();
    return ratio(seconds, all.size(), 3);
  }

  private static BigDecimal ratio(long part, long whole, int digits) {
    return whole == 0
        ? null
        : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), digits, RoundingMode.HALF_UP);
  }
}
