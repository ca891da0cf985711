package ai.altertable.mcp.charts;

import ai.altertable.mcp.analytics.insight.Retention;
import ai.altertable.mcp.analytics.insight.TimeFrame;
import ai.altertable.mcp.charts.Chart.Cohorts.Cell;
import ai.altertable.mcp.charts.Chart.Cohorts.Cohort;
import io.vertx.core.json.JsonArray;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A grid of cohorts and periods, of the first segment when there are several. */
final class RetentionChart {
  private static final int MOST_COHORTS = 26;

  private final Executed executed;
  private final Retention retention;

  RetentionChart(Executed executed, Retention retention) {
    this.executed = executed;
    this.retention = retention;
  }

  Chart chart() {
    ZoneId zone = retention.scope().zone();
    TimeFrame.Range range =
        retention.scope().frame().resolve(executed.asOf(), zone).until(executed.asOf());
    List<String> notes = new ArrayList<>();
    Set<String> segments = new LinkedHashSet<>();
    for (int i = 0; i < executed.rows().size(); i++) {
      segments.add(executed.label(executed.rows().getJsonArray(i)));
    }
    String drawn = segments.iterator().next();
    if (segments.size() > 1) {
      notes.add("Drawn is segment %s, one of %d.".formatted(drawn, segments.size()));
    }
    List<Cohort> cohorts = cohorts(drawn, zone);
    if (cohorts.size() > MOST_COHORTS) {
      notes.add("Only the last %d cohorts are drawn.".formatted(MOST_COHORTS));
    }
    if (cohorts.stream().flatMap(each -> each.cells().stream()).anyMatch(RetentionChart::open)) {
      notes.add("Dashed: not over for everybody in the cohort.");
    }
    return new Chart(
        executed.title(),
        Intervals.words(range, zone),
        Charts.notes(executed, notes),
        new Chart.Cohorts(
            retention.interval().unit(),
            retention.periods() + 1,
            cohorts.subList(Math.max(0, cohorts.size() - MOST_COHORTS), cohorts.size())));
  }

  private static boolean open(Cell cell) {
    return cell != null && cell.partial();
  }

  private List<Cohort> cohorts(String segment, ZoneId zone) {
    int start = executed.column("cohort_start");
    int period = executed.column("period");
    int users = executed.column("users");
    int returned = executed.column("returned");
    int rate = executed.column("rate");
    int partial = executed.column("partial");
    Map<String, Cohort> cohorts = new TreeMap<>();
    for (int i = 0; i < executed.rows().size(); i++) {
      JsonArray row = executed.rows().getJsonArray(i);
      if (!executed.label(row).equals(segment)) {
        continue;
      }
      String label =
          Values.local(row.getValue(start), zone)
              .map(Intervals::label)
              .orElseGet(() -> Values.name(row.getValue(start)));
      Cohort cohort =
          cohorts.computeIfAbsent(
              label,
              at ->
                  new Cohort(
                      at,
                      Values.numberOrZero(row.getValue(users)),
                      Arrays.asList(new Cell[retention.periods() + 1])));
      int place = (int) Values.numberOrZero(row.getValue(period));
      if (place >= 0 && place < cohort.cells().size()) {
        Cell cell =
            new Cell(
                Values.numberOrZero(row.getValue(rate)),
                Values.numberOrZero(row.getValue(returned)),
                Values.isTrue(row.getValue(partial)));
        cohort.cells().set(place, cell);
      }
    }
    return List.copyOf(cohorts.values());
  }
}
