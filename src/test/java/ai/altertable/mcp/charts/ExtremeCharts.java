package ai.altertable.mcp.charts;

import ai.altertable.mcp.charts.Chart.Cohorts.Cell;
import ai.altertable.mcp.charts.Chart.Cohorts.Cohort;
import ai.altertable.mcp.charts.Chart.Figures.Figure;
import ai.altertable.mcp.charts.Chart.Funnels.Group;
import ai.altertable.mcp.charts.Chart.Funnels.Step;
import ai.altertable.mcp.charts.Chart.Lines.Look;
import ai.altertable.mcp.charts.Chart.Lines.Series;
import ai.altertable.mcp.charts.Chart.Slices.Slice;
import ai.altertable.mcp.lakehouse.Column;
import io.vertx.core.json.JsonArray;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Charts of data that nobody wished for: below zero, huge, tiny, alone, too much, too long. */
public final class ExtremeCharts {
  private static final String LONG =
      "the second half of the campaign that was called something else before";

  private ExtremeCharts() {}

  public static Stream<Arguments> all() {
    return Stream.of(
        Arguments.of("line-negative", negative(Look.LINE)),
        Arguments.of("bar-negative", negative(Look.BAR)),
        Arguments.of("area-negative", negative(Look.AREA)),
        Arguments.of("line-one-point", onePoint()),
        Arguments.of("line-huge", sized("Bytes", 8.1e17)),
        Arguments.of("line-tiny", sized("Seconds", 3.2e-6)),
        Arguments.of("line-twelve", twelve()),
        Arguments.of("bar-many-names", manyNames()),
        Arguments.of("bar-list-negative", slices(false)),
        Arguments.of("pie-one", onePiece()),
        Arguments.of("metric-six", figures()),
        Arguments.of("funnel-nobody", funnel()),
        Arguments.of("retention-one", retention()),
        Arguments.of("table-wide", wide()));
  }

  private static List<String> days(int count) {
    LocalDateTime first = LocalDateTime.of(2026, 2, 1, 0, 0);
    return IntStream.range(0, count).mapToObj(i -> Intervals.label(first.plusDays(i))).toList();
  }

  private static Chart lines(
      Look look, List<String> labels, Chart.Lines.YAxis y, List<Series> series) {
    return new Chart(
        "Profit by day",
        "Feb 1 – Mar 2, 2026 · UTC",
        List.of(),
        new Chart.Lines(
            look,
            new Chart.Lines.XAxis("Day", labels, Optional.of("day"), List.of()),
            y,
            series,
            false));
  }

  private static List<Double> wave(int count, double size) {
    return IntStream.range(0, count).mapToObj(i -> size * Math.sin(i * 0.7)).toList();
  }

  private static Chart negative(Look look) {
    return lines(
        look,
        days(21),
        new Chart.Lines.YAxis("Profit", Unit.ofFormat("currency:USD")),
        List.of(new Series("profit", wave(21, 1500))));
  }

  private static Chart onePoint() {
    return lines(
        Look.LINE,
        days(1),
        new Chart.Lines.YAxis("Orders", Unit.COUNT),
        List.of(new Series("orders", List.of(17.0))));
  }

  private static Chart sized(String name, double size) {
    return lines(
        Look.LINE,
        days(21),
        new Chart.Lines.YAxis(name, Unit.NUMBER),
        List.of(new Series(name, wave(21, size).stream().map(Math::abs).toList())));
  }

  private static Chart twelve() {
    return lines(
        Look.LINE,
        days(60),
        new Chart.Lines.YAxis("Events", Unit.COUNT),
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    new Series(
                        i + " " + LONG,
                        wave(60, 90).stream().map(value -> value + 120 * i + 100).toList()))
            .toList());
  }

  private static Chart manyNames() {
    return new Chart(
        "Orders by campaign",
        "",
        List.of(),
        new Chart.Lines(
            Look.BAR,
            new Chart.Lines.XAxis(
                "campaign",
                IntStream.range(0, 28).mapToObj(i -> i + " " + LONG).toList(),
                Optional.empty(),
                List.of()),
            new Chart.Lines.YAxis("orders", Unit.NUMBER),
            List.of(
                new Series(
                    "orders", IntStream.range(0, 28).mapToObj(i -> 900.0 / (i + 1)).toList())),
            false));
  }

  private static Chart slices(boolean pie) {
    return new Chart(
        "Change by country",
        "Feb 1 – Mar 2, 2026 · UTC",
        List.of(),
        new Chart.Slices(
            pie,
            "change",
            Unit.ofFormat("currency:EUR"),
            List.of(
                new Slice("Germany", 12_345),
                new Slice(LONG, 4e16),
                new Slice("Spain", -8_210_000_000_000_000.0),
                new Slice("Italy", 0))));
  }

  private static Chart onePiece() {
    return new Chart(
        "Sign-ups by source",
        "",
        List.of(),
        new Chart.Slices(true, "Events", Unit.COUNT, List.of(new Slice(LONG, 42))));
  }

  private static Chart figures() {
    return new Chart(
        "All at once",
        "",
        List.of(),
        new Chart.Figures(
            List.of(
                new Figure("profit", -1_234_567.5, Unit.ofFormat("currency:USD"), ""),
                new Figure("bytes", 8.1e20, Unit.NUMBER, ""),
                new Figure("latency", 0.0000031, Unit.NUMBER, "seconds"),
                new Figure("paid", 1.25, Unit.PERCENT, ""),
                new Figure(LONG, 3.0, Unit.COUNT, LONG),
                new Figure("nothing", null, Unit.NUMBER, ""))));
  }

  private static Chart funnel() {
    return new Chart(
        "Buying",
        "Feb 1 – Mar 2, 2026 · UTC · within 7 days",
        List.of(),
        new Chart.Funnels(
            List.of(
                new Group(
                    "",
                    List.of(
                        new Step(LONG, 3.0, 1.0, 1.0, null),
                        new Step(LONG, 0.0, 0.0, 0.0, null),
                        new Step("paid", 0.0, 0.0, 0.0, null),
                        new Step("came back", 0.0, 0.0, 0.0, null),
                        new Step("paid again", 0.0, 0.0, 0.0, null),
                        new Step("told a friend", 0.0, 0.0, 0.0, null),
                        new Step("left", 0.0, 0.0, 0.0, null))))));
  }

  private static Chart retention() {
    Cell[] cells = {new Cell(1, 3, false), new Cell(0, 0, true)};
    return new Chart(
        "Coming back",
        "",
        List.of(),
        new Chart.Cohorts(
            "month", 2, List.of(new Cohort("2026-01-01T00:00", 3, Arrays.asList(cells)))));
  }

  private static Chart wide() {
    List<Column> columns = new ArrayList<>();
    JsonArray row = new JsonArray();
    for (int i = 0; i < 30; i++) {
      columns.add(new Column("column_with_a_name_" + i, i % 3 == 0 ? "integer" : "text", true, ""));
      row.add(
          i % 3 == 0
              ? (Object) (i * 1000)
              : (i == 1 ? "x".repeat(3000) : "line one\nline two of cell " + i));
    }
    JsonArray rows = new JsonArray();
    for (int i = 0; i < 40; i++) {
      rows.add(row.copy());
    }
    return new Chart("A wide table", "", List.of(), new Chart.Cells(columns, rows));
  }
}
