package ai.altertable.mcp.charts;

import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.charts.Chart.Figures.Figure;
import ai.altertable.mcp.charts.Chart.Lines.Look;
import ai.altertable.mcp.charts.Chart.Lines.Series;
import ai.altertable.mcp.charts.Chart.Slices.Slice;
import ai.altertable.mcp.lakehouse.Column;
import io.vertx.core.json.JsonArray;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A result of any columns. The definition says which are axes; else the first that is no number is
 * x, and the numbers are y. A second x column splits the first y into series.
 */
final class TabularChart {
  private static final int MOST_POINTS = 1000;
  private static final int MOST_NAMES = 60;
  private static final int MOST_SERIES = 12;
  private static final int MOST_SLICES = 8;
  private static final int MOST_BARS = 20;
  private static final int MOST_FIGURES = 4;

  private final Executed executed;
  private final List<Integer> x;
  private final List<Integer> y;

  TabularChart(Executed executed) {
    this.executed = executed;
    List<Integer> namedX = List.of();
    List<Integer> namedY = List.of();
    if (executed.definition() instanceof InsightDefinition.Sql sql) {
      namedX = columns(sql.x());
      namedY = columns(sql.y());
    }
    List<Integer> chosenX = namedX;
    this.y = namedY.isEmpty() ? where(true, chosenX) : namedY;
    this.x = namedX.isEmpty() ? where(false, y).stream().limit(1).toList() : namedX;
  }

  Chart chart() {
    if (y.isEmpty()) {
      return Charts.table(executed);
    }
    if (executed.visualization().equals("metric")) {
      return framed(List.of(), new Chart.Figures(figures()));
    }
    if (x.isEmpty()) {
      return executed.rows().size() == 1
          ? framed(List.of(), new Chart.Figures(figures()))
          : Charts.table(executed);
    }
    return switch (executed.visualization()) {
      case "pie" -> framed(List.of(), slices(true, MOST_SLICES));
      case "bar_list" -> framed(List.of(), slices(false, MOST_BARS));
      case "line" -> lines(Look.LINE);
      case "area" -> lines(Look.AREA);
      default -> lines(Look.BAR);
    };
  }

  private Chart framed(List<String> notes, Chart.Body body) {
    return new Chart(executed.title(), "", Charts.notes(executed, notes), body);
  }

  private Chart lines(Look look) {
    boolean times = Values.isTime(column(x.get(0)));
    List<String> labels = labels(times);
    List<String> notes = new ArrayList<>();
    int most = times ? MOST_POINTS : MOST_NAMES;
    if (labels.size() > most) {
      notes.add("Only the first %d of %d are drawn.".formatted(most, labels.size()));
      labels = labels.subList(0, most);
    }
    List<Series> all = series(labels, times);
    List<Series> drawn = all.stream().limit(MOST_SERIES).toList();
    if (all.size() > drawn.size()) {
      notes.add("%d series are not drawn.".formatted(all.size() - drawn.size()));
    }
    Chart.Lines.XAxis axis =
        new Chart.Lines.XAxis(
            column(x.get(0)).name(),
            labels,
            times ? Optional.of(interval(labels)) : Optional.empty(),
            List.of());
    boolean stacked = split() && look != Look.LINE && drawn.size() > 1;
    return framed(
        notes,
        new Chart.Lines(look, axis, new Chart.Lines.YAxis(measure(), unit()), drawn, stacked));
  }

  private boolean split() {
    return x.size() > 1;
  }

  /** In the order of the rows; times in their own order. */
  private List<String> labels(boolean times) {
    Set<String> labels = times ? new TreeSet<>() : new LinkedHashSet<>();
    for (int i = 0; i < executed.rows().size(); i++) {
      labels.add(label(executed.rows().getJsonArray(i), times));
    }
    return new ArrayList<>(labels);
  }

  private String label(JsonArray row, boolean times) {
    Object value = row.getValue(x.get(0));
    Optional<LocalDateTime> time = times ? Values.local(value, ZoneOffset.UTC) : Optional.empty();
    return time.map(Intervals::label).orElseGet(() -> Values.name(value));
  }

  private List<Series> series(List<String> labels, boolean times) {
    Map<String, Integer> places = new LinkedHashMap<>();
    labels.forEach(label -> places.put(label, places.size()));
    Map<String, List<Double>> found = new LinkedHashMap<>();
    for (int i = 0; i < executed.rows().size(); i++) {
      JsonArray row = executed.rows().getJsonArray(i);
      Integer place = places.get(label(row, times));
      if (place == null) {
        continue;
      }
      for (int column : split() ? y.subList(0, 1) : y) {
        String name = split() ? Values.name(row.getValue(x.get(1))) : column(column).name();
        found
            .computeIfAbsent(name, made -> nothing(labels.size()))
            .set(place, Values.number(row.getValue(column)));
      }
    }
    return found.entrySet().stream().map(one -> new Series(one.getKey(), one.getValue())).toList();
  }

  private static List<Double> nothing(int size) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(null);
    }
    return values;
  }

  /** The coarsest interval that tells the times apart. */
  private static String interval(List<String> labels) {
    if (labels.stream().anyMatch(label -> !label.endsWith("T00:00"))) {
      return "hour";
    }
    if (labels.stream().anyMatch(label -> !label.endsWith("-01T00:00"))) {
      return "day";
    }
    boolean years = labels.stream().allMatch(label -> label.endsWith("-01-01T00:00"));
    return years && labels.size() > 1 ? "year" : "month";
  }

  private Chart.Slices slices(boolean pie, int most) {
    boolean times = Values.isTime(column(x.get(0)));
    Map<String, Double> sums = new LinkedHashMap<>();
    for (int i = 0; i < executed.rows().size(); i++) {
      JsonArray row = executed.rows().getJsonArray(i);
      sums.merge(label(row, times), Values.numberOrZero(row.getValue(y.get(0))), Double::sum);
    }
    List<Slice> sorted =
        sums.entrySet().stream()
            .map(each -> new Slice(each.getKey(), each.getValue()))
            .sorted(Comparator.comparingDouble(Slice::value).reversed())
            .toList();
    return Slicing.of(pie, measure(), unit(), sorted, most, true);
  }

  private List<Figure> figures() {
    JsonArray row = executed.rows().getJsonArray(0);
    return y.stream()
        .limit(MOST_FIGURES)
        .map(
            column ->
                new Figure(
                    column(column).name(),
                    Values.number(row.getValue(column)),
                    executed.unit(column(column)),
                    executed.rows().size() == 1 ? "" : "of the first row"))
        .toList();
  }

  private String measure() {
    return y.size() == 1 || split() ? column(y.get(0)).name() : "Value";
  }

  /** That of the values, when they have one in common. */
  private Unit unit() {
    List<Unit> units = y.stream().map(index -> executed.unit(column(index))).distinct().toList();
    return units.size() == 1 ? units.get(0) : Unit.NUMBER;
  }

  private Column column(int index) {
    return executed.columns().get(index);
  }

  private List<Integer> columns(List<String> names) {
    return names.stream().map(executed::column).filter(index -> index >= 0).toList();
  }

  private List<Integer> where(boolean numbers, List<Integer> without) {
    return IntStream.range(0, executed.columns().size())
        .filter(i -> Values.isNumber(column(i)) == numbers && !without.contains(i))
        .boxed()
        .toList();
  }
}
