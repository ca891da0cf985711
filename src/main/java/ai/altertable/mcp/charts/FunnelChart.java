package ai.altertable.mcp.charts;

import ai.altertable.mcp.analytics.insight.Funnel;
import ai.altertable.mcp.analytics.insight.TimeFrame;
import ai.altertable.mcp.charts.Chart.Funnels.Group;
import ai.altertable.mcp.charts.Chart.Funnels.Step;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps, for everybody or side by side for segments and breakdowns. */
final class FunnelChart {
  private static final int MOST_GROUPS = 6;

  private final Executed executed;
  private final Funnel funnel;

  FunnelChart(Executed executed, Funnel funnel) {
    this.executed = executed;
    this.funnel = funnel;
  }

  Chart chart() {
    List<Group> all =
        groups().entrySet().stream()
            .map(each -> new Group(each.getKey(), each.getValue()))
            .filter(group -> group.steps().size() == funnel.steps().size())
            .sorted(
                Comparator.<Group>comparingDouble(group -> group.steps().get(0).users()).reversed())
            .toList();
    ZoneId zone = funnel.scope().zone();
    TimeFrame.Range range =
        funnel.scope().frame().resolve(executed.asOf(), zone).until(executed.asOf());
    String subtitle =
        Intervals.words(range, zone)
            + funnel.within().map(within -> " · within " + words(within)).orElse("");
    if (all.isEmpty()) {
      return Charts.empty(executed, subtitle);
    }
    List<String> notes = new ArrayList<>();
    if (all.size() > MOST_GROUPS) {
      notes.add("%d smaller groups are not drawn.".formatted(all.size() - MOST_GROUPS));
    }
    return new Chart(
        executed.title(),
        subtitle,
        Charts.notes(executed, notes),
        new Chart.Funnels(all.stream().limit(MOST_GROUPS).toList()));
  }

  private Map<String, List<Step>> groups() {
    int name = executed.column("event");
    int users = executed.column("users");
    int conversion = executed.column("conversion");
    int overall = executed.column("overall_conversion");
    int seconds = executed.column("average_seconds");
    Map<String, List<Step>> groups = new LinkedHashMap<>();
    for (int i = 0; i < executed.rows().size(); i++) {
      JsonArray row = executed.rows().getJsonArray(i);
      groups
          .computeIfAbsent(executed.label(row), label -> new ArrayList<>())
          .add(
              new Step(
                  Values.name(row.getValue(name)),
                  Values.numberOrZero(row.getValue(users)),
                  Values.number(row.getValue(conversion)),
                  Values.number(row.getValue(overall)),
                  Values.number(row.getValue(seconds))));
    }
    return groups;
  }

  private static String words(Duration within) {
    long seconds = within.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds == 86_400 ? "a day" : seconds / 86_400 + " days";
    }
    if (seconds % 3600 == 0) {
      return seconds == 3600 ? "an hour" : seconds / 3600 + " hours";
    }
    return seconds % 60 == 0 ? seconds / 60 + " minutes" : seconds + " seconds";
  }
}
