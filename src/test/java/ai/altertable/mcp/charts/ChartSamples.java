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

/** Charts of every kind. */
public final class ChartSamples {
  private ChartSamples() {}

  public static Stream<Arguments> all() {
    return Stream.of(
        Arguments.of("line", revenue()),
        Arguments.of("line-many", plans(Look.LINE)),
        Arguments.of("bar-stacked", plans(Look.BAR)),
        Arguments.of("area-stacked", plans(Look.AREA)),
        Arguments.of("bar-names", names()),
        Arguments.of("pie", slices(true)),
        Arguments.of("bar-list", slices(false)),
        Arguments.of("metric", metric()),
        Arguments.of("funnel", funnel(1)),
        Arguments.of("funnel-groups", funnel(3)),
        Arguments.of("retention", retention()),
        Arguments.of("table", table()),
        Arguments.of(
            "empty",
            new Chart(
                "Refunds by day",
                "Feb 1 – Mar 1, 2026 · UTC",
                List.of(),
                new Chart.Message(false, "The question was answered, and no row matches it."))),
        Arguments.of(
            "error", Chart.error("Orders by region", "column \"regoin\" does not exist (line 1)")));
  }

  private static List<String> days(int count) {
    LocalDateTime first = LocalDateTime.of(2026, 2, 1, 0, 0);
    return IntStream.range(0, count).mapToObj(i -> Intervals.label(first.plusDays(i))).toList();
  }

  private static List<Double> wave(int count, double base, double swing) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(base + swing * Math.sin(i * 0.9) + i * base / 60);
    }
    values.set(count - 1, base / 3);
    return values;
  }

  static Chart revenue() {
    Chart.Lines.XAxis x = new Chart.Lines.XAxis("Day", days(30), Optional.of("day"), List.of(29));
    Chart.Lines.YAxis y = new Chart.Lines.YAxis("Revenue", Unit.ofFormat("currency:EUR"));
    return new Chart(
        "Revenue by day",
        "Feb 1 – Mar 2, 2026 · Europe/Berlin",
        List.of("Dashed: an interval that the time frame or the present cuts off. It is no drop."),
        new Chart.Lines(
            Look.LINE, x, y, List.of(new Series("revenue", wave(30, 1200, 300))), false));
  }

  private static Chart plans(Look look) {
    Chart.Lines.XAxis x = new Chart.Lines.XAxis("Day", days(90), Optional.of("day"), List.of(89));
    return new Chart(
        "Orders by plan",
        "Feb 1 – May 1, 2026 · UTC",
        List.of("4 smaller series are not drawn."),
        new Chart.Lines(
            look,
            x,
            new Chart.Lines.YAxis("Events", Unit.COUNT),
            List.of(
                new Series("free", wave(90, 52_000, 9000)),
                new Series("team, billed monthly", wave(90, 31_000, 4000)),
                new Series("enterprise", wave(90, 12_500, 1000)),
                new Series("(other)", wave(90, 900, 300))),
            look != Look.LINE));
  }

  private static Chart names() {
    return new Chart(
        "Orders by country",
        "",
        List.of(),
        new Chart.Lines(
            Look.BAR,
            new Chart.Lines.XAxis(
                "country",
                List.of("Germany", "France", "United Kingdom of Great Britain", "Spain", "Italy"),
                Optional.empty(),
                List.of()),
            new Chart.Lines.YAxis("orders", Unit.NUMBER),
            List.of(
                new Series("orders", List.of(1_250_000.0, 930_000.0, 610_000.0, 300_000.0, 12.5))),
            false));
  }

  private static Chart slices(boolean pie) {
    return new Chart(
        "Sign-ups by source",
        "Feb 1 – Mar 2, 2026 · UTC",
        List.of(),
        new Chart.Slices(
            pie,
            "Events",
            Unit.COUNT,
            List.of(
                new Slice("organic search", 12_345),
                new Slice("newsletter", 8_210),
                new Slice("a very long campaign name that nobody shortened in time", 4_400),
                new Slice("direct", 3_999),
                new Slice("5 others", 230))));
  }

  private static Chart metric() {
    return new Chart(
        "This month",
        "Feb 1 – Mar 2, 2026 · UTC",
        List.of(),
        new Chart.Figures(
            List.of(
                new Figure("revenue", 1_234_567.5, Unit.ofFormat("currency:EUR"), ""),
                new Figure("paid", 0.8342, Unit.PERCENT, "of the week from 2026-02-23"))));
  }

  private static Chart funnel(int groups) {
    List<Group> all =
        IntStream.range(0, groups)
            .mapToObj(
                i ->
                    new Group(
                        groups == 1 ? "" : List.of("DE", "FR", "(other)").get(i),
                        List.of(
                            new Step("page_viewed", 12_480.0 / (i + 1), 1.0, 1.0, null),
                            new Step(
                                "product_added_to_cart", 6_100.0 / (i + 1), 0.489, 0.489, 310.0),
                            new Step("checkout_started", 2_950.0 / (i + 1), 0.484, 0.236, 4_800.0),
                            new Step("order_placed", 2_700.0 / (i + 1), 0.915, 0.216, 95.0))))
            .toList();
    return new Chart(
        "Buying", "Feb 1 – Mar 2, 2026 · UTC · within 7 days", List.of(), new Chart.Funnels(all));
  }

  private static Chart retention() {
    List<Cohort> cohorts = new ArrayList<>();
    for (int row = 0; row < 8; row++) {
      Cell[] cells = new Cell[8];
      for (int period = 0; period < 8 - row; period++) {
        double rate = period == 0 ? 1 : 0.62 / (period * 0.7 + 0.5) + 0.02 * row;
        cells[period] = new Cell(Math.min(1, rate), 100, period == 7 - row);
      }
      LocalDateTime start = LocalDateTime.of(2026, 1, 5, 0, 0).plusWeeks(row);
      cohorts.add(new Cohort(Intervals.label(start), 1_200 - 60 * row, Arrays.asList(cells)));
    }
    return new Chart(
        "Coming back to order",
        "Jan 5 – Mar 2, 2026 · UTC",
        List.of("Dashed: not over for everybody in the cohort."),
        new Chart.Cohorts("week", 8, cohorts));
  }

  private static Chart table() {
    JsonArray rows = new JsonArray();
    for (int i = 0; i < 24; i++) {
      rows.add(
          new JsonArray()
              .add("customer-" + i + "@example.com with a long remark beside it")
              .add(1234.5 * (i + 1))
              .add("90071992547409931")
              .add(i % 5 == 0 ? null : "2026-02-" + (10 + i) + "T10:00:00Z"));
    }
    return new Chart(
        "Largest customers",
        "",
        List.of(),
        new Chart.Cells(
            List.of(
                new Column("customer", "text", true, ""),
                new Column("revenue", "numeric", true, ""),
                new Column("id", "bigint", true, ""),
                new Column("last_order", "timestamp with time zone", true, "")),
            rows));
  }
}
