package ai.altertable.mcp.charts;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server's own drawings, of every kind; they stay under target/charts to be looked at. */
class ChartPainterTest {
  private static final Path PICTURES = Path.of("target", "charts");
  private static final Vertx VERTX = Vertx.vertx();
  private static final ChartPainter PAINTER = new ChartPainter(VERTX);

  @AfterAll
  static void stop() {
    Await.get(PAINTER.close());
    Await.get(VERTX.close());
  }

  @ParameterizedTest
  @MethodSource({
    "ai.altertable.mcp.charts.ChartSamples#all",
    "ai.altertable.mcp.charts.ExtremeCharts#all"
  })
  void drawsEveryKindAsSvgAndAsPng(String name, Chart chart) throws IOException {
    String svg = Await.get(PAINTER.svg(chart.toJson(), 760));
    Buffer png = Await.get(PAINTER.png(chart.toJson()));

    Files.createDirectories(PICTURES);
    Files.writeString(PICTURES.resolve(name + ".svg"), svg);
    Files.write(PICTURES.resolve(name + ".png"), png.getBytes());
    Document document = Jsoup.parse(svg, "", Parser.xmlParser());
    assertThat(document.text()).contains(chart.title());
    assertThat(document.selectFirst("svg").attr("role")).isEqualTo("img");
    assertThat(svg).doesNotContain("style=", "undefined", "NaN").contains("var(--chart-ink)");
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.getBytes()));
    assertThat(image.getWidth()).isEqualTo(1600);
    assertThat(colours(image)).isGreaterThan(8);
  }

  @Test
  void writesAxesWithUnitsAndGroupedDigits() {
    Document document = drawn(ChartSamples.revenue());

    assertThat(document.text()).contains("Revenue", "€1,500", "Feb 1", "Day");
  }

  @Test
  void whatDigitsWouldMakeUnreadableIsShort() {
    Chart figures =
        new Chart(
            "Sizes",
            "",
            List.of(),
            new Chart.Figures(
                List.of(
                    new Chart.Figures.Figure("much", 8.1e20, Unit.NUMBER, ""),
                    new Chart.Figures.Figure("little", -0.0000031, Unit.NUMBER, ""),
                    new Chart.Figures.Figure("some", 1234.5, Unit.NUMBER, ""))));

    assertThat(drawn(figures).text()).contains("8.1e20", "−3.1e-6", "1,234.5");
  }

  @Test
  void aTableSaysWhatItLeavesOut() {
    Chart wide = (Chart) ExtremeCharts.all().reduce((one, next) -> next).orElseThrow().get()[1];

    assertThat(drawn(wide).text()).contains("the first 15 of 40 rows, 6 of 30 columns");
  }

  @Test
  void saysWhatIsNotOver() {
    assertThat(drawn(ChartSamples.revenue()).text()).contains("Dashed");
    assertThat(drawn(ChartSamples.revenue()).select("[stroke-dasharray]")).isNotEmpty();
  }

  @Test
  void textOfDataStaysText() {
    String hostile = "</text><script>alert(1)</script>\" onload=\"x";
    Chart chart =
        new Chart(
            hostile,
            hostile,
            List.of(hostile),
            new Chart.Slices(
                false, hostile, Unit.NUMBER, List.of(new Chart.Slices.Slice(hostile, 3))));

    Document document = drawn(chart);

    assertThat(document.text()).contains("<script>alert(1)</script>");
    assertThat(document.select("script")).isEmpty();
    assertThat(document.select("[onload]")).isEmpty();
    assertThat(document.getAllElements().stream().map(each -> each.tagName()).distinct())
        .isSubsetOf("#root", "svg", "rect", "path", "text", "g", "defs", "clipPath");
  }

  private static Document drawn(Chart chart) {
    JsonObject json = chart.toJson();
    return Jsoup.parse(Await.get(PAINTER.svg(json, 760)), "", Parser.xmlParser());
  }

  private static long colours(BufferedImage image) {
    return Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .count();
  }
}
