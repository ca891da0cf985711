package ai.altertable.mcp.charts;

import ai.altertable.mcp.analytics.insight.Segmentation;
import ai.altertable.mcp.analytics.insight.Segmentation.Aggregation;
import ai.altertable.mcp.analytics.insight.TimeFrame;
import ai.altertable.mcp.charts.Chart.Figures.Figure;
import ai.altertable.mcp.charts.Chart.Lines.Look;
import ai.altertable.mcp.charts.Chart.Lines.Series;
import ai.altertable.mcp.charts.Chart.Slices.Slice;
import io.vertx.core.json.JsonArray;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Events over time. Intervals without events have no row in the result; here they are zero, or a
 * gap where the aggregate of nothing is nothing.
 */
final class SegmentationChart {
  private static final int MOST_SERIES = 12;
  private static final int MOST_SLICES = 8;
  private static final int MOST_BARS = 20;
  private static final int MOST_FIGURES = 4;

  private final Executed executed;
  private final Segmentation segmentation;
  private final ZoneId zone;
  private final TimeFrame.Range range;
  private final List<LocalDateTime> starts;
  private final List<Integer> partial;
  private final List<Series> series;

  SegmentationChart(Executed executed, Segmentation segmentation) {
    this.executed = executed;
    this.segmentation = segmentation;
    this.zone = segmentation.scope().zone();
    this.range = segmentation.scope().frame().resolve(executed.asOf(), zone).until(executed.asOf());
    this.starts = starts();
    this.partial = partial();
    this.series = series();
  }

  Chart chart() {
    String subtitle = Intervals.words(range, zone);
    if (executed.rows().isEmpty()) {
      return Charts.empty(executed, subtitle);
    }
    return switch (executed.visualization()) {
      case "metric" -> framed(subtitle, List.of(), new Chart.Figures(figures()));
      case "pie" -> framed(subtitle, additiveOrWarned(), slices(true, MOST_SLICES));
      case "bar_list" -> framed(subtitle, additiveOrWarned(), slices(false, MOST_BARS));
      case "bar" -> lines(subtitle, Look.BAR);
      case "area" -> lines(subtitle, Look.AREA);
      default -> lines(subtitle, Look.LINE);
    };
  }

  private Chart framed(String subtitle, List<String> notes, Chart.Body body) {
    return new Chart(executed.title(), subtitle, Charts.notes(executed, notes), body);
  }

  private Chart lines(String subtitle, Look look) {
    List<Series> drawn =
        series.stream()
            .sorted(Comparator.comparingDouble(Series::total).reversed())
            .limit(MOST_SERIES)
            .toList();
    List<String> notes = new ArrayList<>();
    if (series.size() > drawn.size()) {
      notes.add("%d smaller series are not drawn.".formatted(series.size() - drawn.size()));
    }
    if (!partial.isEmpty()) {
      notes.add(
          (look == Look.BAR ? "Pale" : "Dashed")
              + ": an interval that the time frame or the present cuts off. It is no drop or rise.");
    }
    Chart.Lines.XAxis x =
        new Chart.Lines.XAxis(
            Intervals.name(segmentation.interval()),
            starts.stream().map(Intervals::label).toList(),
            Optional.of(segmentation.interval().unit()),
            partial);
    Chart.Lines.YAxis y = new Chart.Lines.YAxis(measure(), unit());
    boolean stacked = look != Look.LINE && additive() && drawn.size() > 1;
    return framed(subtitle, notes, new Chart.Lines(look, x, y, drawn, stacked));
  }

  /** Those of the time frame; only as far as the rows reach when they are cut off. */
  private List<LocalDateTime> starts() {
    List<LocalDateTime> all = Intervals.of(range, segmentation.interval(), zone);
    int at = executed.column("interval_start");
    if (!executed.truncated() || executed.rows().isEmpty() || at < 0) {
      return all;
    }
    JsonArray last = executed.rows().getJsonArray(executed.rows().size() - 1);
    return Values.local(last.getValue(at), zone)
        .map(end -> all.stream().filter(start -> !start.isAfter(end)).toList())
        .orElse(all);
  }

  private List<Integer> partial() {
    LocalDateTime from = LocalDateTime.ofInstant(range.from(), zone);
    LocalDateTime to = LocalDateTime.ofInstant(range.to(), zone);
    return IntStream.range(0, starts.size())
        .filter(
            i ->
                starts.get(i).isBefore(from)
                    || Intervals.next(starts.get(i), segmentation.interval()).isAfter(to))
        .boxed()
        .toList();
  }

  private List<Series> series() {
    int time = executed.column("interval_start");
    int key = executed.column("series");
    int value = executed.column("value");
    Map<LocalDateTime, Integer> places =
        IntStream.range(0, starts.size()).boxed().collect(Collectors.toMap(starts::get, i -> i));
    Map<String, List<Double>> found = new LinkedHashMap<>();
    for (int i = 0; i < executed.rows().size(); i++) {
      JsonArray row = executed.rows().getJsonArray(i);
      String event = row.getString(key);
      List<Double> values =
          found.computeIfAbsent(name(event, executed.label(row)), name -> nothing(event));
      Values.local(row.getValue(time), zone)
          .map(start -> places.get(Intervals.floor(start, segmentation.interval())))
          .ifPresent(place -> values.set(place, Values.number(row.getValue(value))));
    }
    return found.entrySet().stream().map(one -> new Series(one.getKey(), one.getValue())).toList();
  }

  private String name(String event, String label) {
    if (label.isEmpty()) {
      return event;
    }
    return segmentation.series().size() == 1 ? label : event + " · " + label;
  }

  private List<Double> nothing(String event) {
    boolean gap =
        segmentation.series().stream()
            .anyMatch(
                one ->
                    one.event().key().equals(event)
                        && one.aggregation().function() == Aggregation.Function.AVERAGE);
    List<Double> values = new ArrayList<>();
    starts.forEach(start -> values.add(gap ? null : Double.valueOf(0)));
    return values;
  }

  /** Whether values of several intervals, and of several series, add up. */
  private boolean additive() {
    return segmentation.series().stream()
        .map(one -> one.aggregation().function())
        .allMatch(f -> f == Aggregation.Function.COUNT || f == Aggregation.Function.SUM);
  }

  private List<String> additiveOrWarned() {
    return additive()
        ? List.of()
        : List.of(
            "Of the last whole interval: unique users and averages of several intervals do not add"
                + " up.");
  }

  private Chart.Slices slices(boolean pie, int most) {
    List<Slice> all =
        series.stream()
            .map(one -> new Slice(one.name(), Values.numberOrZero(single(one))))
            .sorted(Comparator.comparingDouble(Slice::value).reversed())
            .toList();
    return Slicing.of(pie, measure(), unit(), all, most, additive());
  }

  private List<Figure> figures() {
    String context =
        additive()
            ? ""
            : lastWhole()
                .map(
                    i ->
                        "of the "
                            + segmentation.interval().unit()
                            + " from "
                            + starts.get(i).toLocalDate())
                .orElse("");
    return series.stream()
        .limit(MOST_FIGURES)
        .map(one -> new Figure(one.name(), single(one), unit(), context))
        .toList();
  }

  /** One number for a series: its sum, or its last whole value where values do not add up. */
  private Double single(Series one) {
    if (additive()) {
      return one.values().stream().mapToDouble(value -> value == null ? 0 : value).sum();
    }
    return lastWhole().map(i -> one.values().get(i)).orElse(null);
  }

  private Optional<Integer> lastWhole() {
    return IntStream.range(0, starts.size())
        .filter(i -> !partial.contains(i))
        .boxed()
        .reduce((before, last) -> last);
  }

  private Unit unit() {
    return segmentation.series().stream()
            .map(one -> one.aggregation().function())
            .allMatch(
                f -> f == Aggregation.Function.COUNT || f == Aggregation.Function.UNIQUE_USERS)
        ? Unit.COUNT
        : Unit.NUMBER;
  }

  private String measure() {
    List<String> measures =
        segmentation.series().stream().map(one -> words(one.aggregation())).distinct().toList();
    return measures.size() == 1 ? measures.get(0) : "Value";
  }

  private static String words(Aggregation aggregation) {
    return switch (aggregation.function()) {
      case COUNT -> "Events";
      case UNIQUE_USERS -> "Unique users";
      case SUM -> "Sum of " + aggregation.property();
      case AVERAGE -> "Average " + aggregation.property();
    };
  }
}
