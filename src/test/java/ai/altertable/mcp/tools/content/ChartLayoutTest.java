package ai.altertable.mcp.tools.content;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.charts.Chart;
import ai.altertable.mcp.charts.ChartSamples;
import ai.altertable.mcp.charts.ChartScripts;
import ai.altertable.mcp.charts.ExtremeCharts;
import ai.altertable.mcp.testing.TestChromium;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Charts of every kind, and unusual ones, as wide as on a desk and on a phone, in light and in
 * dark: all of each is inside of its box, and no text stands on another. Screenshots under
 * target/screenshots.
 */
class ChartLayoutTest {
  private static final JsonObject LIGHT =
      new JsonObject()
          .put("ink", "#1b2130")
          .put("quiet", "#59637a")
          .put("line", "#d9dde6")
          .put("ground", "#ffffff")
          .put("raised", "#f3f4f8");
  private static final JsonObject DARK =
      new JsonObject()
          .put("ink", "#e8ebf2")
          .put("quiet", "#a3adc2")
          .put("line", "#303747")
          .put("ground", "#1b202a")
          .put("raised", "#252b38");

  /** Draws all charts one below the other, and tells what is wrong with where their texts are. */
  private static final String DRAW =
      """
      text => {
        const {charts, width, colours} = JSON.parse(text);
        document.body.style = 'margin: 8px; background: ' + colours.ground;
        return charts.flatMap(({name, chart}) => {
          const box = document.body.appendChild(document.createElement('div'));
          const height = altertableChart.height(chart, width);
          const drawn = echarts.init(box, null, {renderer: 'svg', width, height});
          drawn.setOption(altertableChart.option(chart, {width, height, colours, title: true, calm: true}));
          const edge = box.getBoundingClientRect();
          const texts = [...box.querySelectorAll('text')]
            .map(one => ({
              text: one.textContent,
              turned: /matrix\\([^,]+,(?!0,)/.test(one.getAttribute('transform') || ''),
              at: one.getBoundingClientRect(),
            }))
            .filter(one => one.text.trim() && one.at.width > 0);
          const faults = texts.length ? [] : [name + ': has no text'];
          texts.forEach(({text, turned, at}, index) => {
            if (at.left < edge.left - 1 || at.right > edge.right + 1 || at.top < edge.top - 1 || at.bottom > edge.bottom + 1) {
              faults.push(name + ': outside: ' + text);
            }
            texts.slice(index + 1).filter(other => !turned && !other.turned).forEach(other => {
              const across = Math.min(at.right, other.at.right) - Math.max(at.left, other.at.left);
              const down = Math.min(at.bottom, other.at.bottom) - Math.max(at.top, other.at.top);
              if (across > 2 && down > 4) {
                faults.push(name + ': ' + text + ' | on | ' + other.text);
              }
            });
          });
          return faults;
        });
      }
      """;

  /** A host that shows one result after the other in the same view. */
  private static final String HOST =
      """
      <!DOCTYPE html><html lang="en"><title>Host</title><body style="margin: 0"></body>
      <script>
      window.show = (html, theme) => {
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts';
        frame.title = 'View';
        frame.style = 'display: block; width: 100%; height: 700px; border: 0';
        frame.srcdoc = html;
        const send = message => frame.contentWindow.postMessage({jsonrpc: '2.0', ...message}, '*');
        window.result = text => send({method: 'ui/notifications/tool-result', params: JSON.parse(text)});
        window.addEventListener('message', event => {
          const {id, method} = event.data;
          if (method === 'ui/initialize') {
            send({id, result: {protocolVersion: '2026-01-26', hostInfo: {name: 'test', version: '1'},
              hostCapabilities: {}, hostContext: {theme, locale: 'en'}}});
          } else if (method === 'ui/notifications/initialized') {
            window.ready = true;
          }
        });
        document.body.append(frame);
      };
      </script>
      """;

  /** Views to be looked at; the sheet of all charts shows the rest. */
  private static final Set<String> PICTURED = Set.of("funnel", "table", "error");

  private static TestChromium chromium;

  private record Sample(String name, Chart chart) {}

  @BeforeAll
  static void start() {
    chromium = TestChromium.start();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static List<Sample> samples() {
    return Stream.concat(ChartSamples.all(), ExtremeCharts.all())
        .map(each -> new Sample((String) each.get()[0], (Chart) each.get()[1]))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"1240, LIGHT", "342, DARK", "560, LIGHT"})
  void everyTextIsInsideAndStandsAlone(int width, ColorScheme scheme) {
    JsonArray charts = new JsonArray();
    samples()
        .forEach(
            each ->
                charts.add(
                    new JsonObject().put("name", each.name()).put("chart", each.chart().toJson())));
    JsonObject all =
        new JsonObject()
            .put("charts", charts)
            .put("width", width)
            .put("colours", scheme == ColorScheme.DARK ? DARK : LIGHT);
    try (BrowserContext context = chromium.context(width + 16, scheme, true)) {
      Page page = context.newPage();
      List<String> complaints = TestChromium.complaints(page);
      page.setContent(
          "<!DOCTYPE html><html lang=en><title>Charts</title><body><script>"
              + ChartScripts.echarts()
              + "</script><script>"
              + ChartScripts.drawing()
              + "</script>");
      List<?> faults = (List<?>) page.evaluate(DRAW, all.encode());
      TestChromium.picture(page, "charts-" + width + "-" + lower(scheme));
      assertThat(faults).isEmpty();
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width + 16);
      assertThat(complaints).isEmpty();
    }
  }

  private static String lower(ColorScheme scheme) {
    return scheme.name().toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @CsvSource({"1280, LIGHT", "1280, DARK", "390, LIGHT", "390, DARK"})
  void everyKindFitsIntoItsView(int width, ColorScheme scheme) {
    try (BrowserContext context = chromium.context(width, ColorScheme.LIGHT, true)) {
      Page page = context.newPage();
      List<String> complaints = new ArrayList<>();
      page.onPageError(complaints::add);
      page.onConsoleMessage(message -> complaints.add(message.text()));
      page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
      page.setContent(HOST);
      page.evaluate(
          "([html, theme]) => show(html, theme)",
          List.of(ViewPage.load("chart", "Chart").html(), lower(scheme)));
      page.waitForFunction("window.ready");
      FrameLocator view = page.frameLocator("iframe");
      for (Sample sample : samples()) {
        page.evaluate("text => result(text)", result(sample).encode());
        assertThat(view.locator("#title")).hasText(sample.chart().title());
        boolean table = sample.name().startsWith("table");
        assertThat(view.locator(table ? "tbody tr >> nth=0" : "#chart canvas")).isVisible();
        assertThat((List<?>) view.locator("body").evaluate(WIDER)).as(sample.name()).isEmpty();
        if (PICTURED.contains(sample.name())) {
          TestChromium.picture(page, "view-" + sample.name() + "-" + width + "-" + lower(scheme));
        }
      }
      assertThat(complaints).isEmpty();
    }
  }

  /** What reaches beyond the view; what is inside of a box that scrolls does not count. */
  private static final String WIDER =
      """
      body => [...body.querySelectorAll('*')]
        .filter(one => !one.parentElement.closest('.frame'))
        .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth)
        .map(one => one.outerHTML.slice(0, 100))
        .concat(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['page'] : [])
      """;

  private static JsonObject result(Sample sample) {
    JsonObject chart = sample.chart().toJson();
    JsonObject content =
        new JsonObject()
            .put("environment", "demo/production")
            .put("catalog", "lakehouse")
            .put("truncated", false)
            .put("chart", chart)
            .put("columns", chart.getJsonArray("columns", new JsonArray()))
            .put("rows", chart.getJsonArray("rows", new JsonArray()));
    return new JsonObject().put("content", new JsonArray()).put("structuredContent", content);
  }
}
