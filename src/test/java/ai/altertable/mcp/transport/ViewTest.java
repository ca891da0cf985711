package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestChromium;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The views of MCP Apps in a real Chromium, inside a host that speaks the protocol and passes calls
 * on to the real endpoint; screenshots under target/screenshots.
 */
class ViewTest {
  private static final String TABLE = "ui://altertable/result-table";
  private static final String CHART = "ui://altertable/chart";

  /** A host in the sense of the extension: sandboxed frame, handshake, input, result. */
  private static final String HOST =
      """
      <!DOCTYPE html><html lang="en"><title>Host</title>
      <body style="margin: 0"><main><h1 style="margin: 0; font-size: 1rem">Host</h1></main></body>
      <script>
      window.said = [];
      window.show = (html, theme, input, result) => {
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts';
        frame.title = 'View';
        frame.style = 'width: 100%; height: 600px; border: 0';
        frame.srcdoc = html;
        const send = message => frame.contentWindow.postMessage({jsonrpc: '2.0', ...message}, '*');
        window.theme = changed => send(
          {method: 'ui/notifications/host-context-changed', params: {theme: changed}});
        window.teardown = () => send({id: 'end', method: 'ui/resource-teardown', params: {}});
        window.addEventListener('message', async event => {
          const {id, method, params, result: answer} = event.data;
          window.said.push(method || 'answer ' + id);
          if (method === 'ui/initialize') {
            send({id, result: {protocolVersion: '2026-01-26', hostInfo: {name: 'test', version: '1'},
              hostCapabilities: {serverTools: {}}, hostContext: {theme, locale: 'en'}}});
          } else if (method === 'ui/notifications/initialized') {
            send({method: 'ui/notifications/tool-input', params: {arguments: input}});
            send({method: 'ui/notifications/tool-result', params: result});
          } else if (method === 'ui/notifications/size-changed') {
            frame.style.height = params.height + 'px';
          } else if (method === 'tools/call') {
            send({id, result: JSON.parse(await callServer(params.name, JSON.stringify(params.arguments)))});
          }
        });
        document.querySelector('main').append(frame);
      };
      </script>
      """;

  private static ProductEndpoint endpoint;
  private static TestChromium chromium;

  @BeforeAll
  static void start() {
    chromium = TestChromium.start();
    endpoint = new ProductEndpoint();
  }

  @AfterAll
  static void stop() {
    if (endpoint != null) {
      chromium.close();
      endpoint.close();
    }
  }

  private static JsonObject callTool(String name, JsonObject arguments) {
    return endpoint
        .client(ProductEndpoint.READER)
        .modern(1, "tools/call", call(name, arguments))
        .result();
  }

  private static JsonObject view(String uri) {
    return endpoint
        .client(ProductEndpoint.READER)
        .modern(1, "resources/read", new JsonObject().put("uri", uri))
        .result()
        .getJsonArray("contents")
        .getJsonObject(0);
  }

  /** A host with a result in the view; the frame's content. */
  private static FrameLocator shown(
      Page page, String theme, String tool, JsonObject arguments, List<String> complaints) {
    return shown(page, TABLE, theme, tool, arguments, complaints);
  }

  private static FrameLocator shown(
      Page page,
      String uri,
      String theme,
      String tool,
      JsonObject arguments,
      List<String> complaints) {
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.onRequest(request -> complaints.add("request: " + request.url()));
    page.setContent(HOST);
    page.exposeFunction(
        "callServer",
        args -> callTool((String) args[0], new JsonObject((String) args[1])).encode());
    page.evaluate(
        "([html, theme, input, result]) => show(html, theme, JSON.parse(input), JSON.parse(result))",
        List.of(
            view(uri).getString("text"),
            theme,
            arguments.encode(),
            callTool(tool, arguments).encode()));
    return page.frameLocator("iframe");
  }

  private static JsonObject query(String statement, int limit) {
    return new JsonObject().put("statement", statement).put("limit", limit);
  }

  @Test
  void toolsNameTheirViewAndTheServerDeclaresTheExtension() {
    JsonObject listed =
        endpoint.client(ProductEndpoint.READER).modern(1, "tools/list", new JsonObject()).result();
    for (String tool : List.of("query_lakehouse", "read_result", "execute_insight")) {
      JsonObject definition =
          listed.getJsonArray("tools").stream()
              .map(JsonObject.class::cast)
              .filter(each -> each.getString("name").equals(tool))
              .findFirst()
              .orElseThrow();
      assertThat(definition.getJsonObject("_meta").getJsonObject("ui").getString("resourceUri"))
          .isEqualTo(TABLE);
    }
    JsonObject discovered =
        endpoint
            .client(ProductEndpoint.READER)
            .modern(1, "server/discover", new JsonObject())
            .result();
    assertThat(
            discovered
                .getJsonObject("capabilities")
                .getJsonObject("extensions")
                .getJsonObject("io.modelcontextprotocol/ui")
                .getJsonArray("mimeTypes"))
        .containsExactly("text/html;profile=mcp-app");
  }

  @Test
  void viewIsOneDocumentThatMayLoadNothing() {
    JsonObject content = view(TABLE);
    String html = content.getString("text");

    assertThat(content.getString("mimeType")).isEqualTo("text/html;profile=mcp-app");
    assertThat(content.getJsonObject("_meta").getJsonObject("ui").getJsonObject("csp").encode())
        .isEqualTo("{\"connectDomains\":[],\"resourceDomains\":[]}");
    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains("default-src 'none'")
        .doesNotContain("data-include", "src=", "href=", "http:", "https:");
    JsonObject legacy =
        endpoint
            .client(ProductEndpoint.READER)
            .initialize("2025-11-25")
            .post(Client.request(2, "resources/read", new JsonObject().put("uri", TABLE)))
            .result();
    assertThat(legacy.getJsonArray("contents").getJsonObject(0).getString("text")).isEqualTo(html);
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void showsARealResultAndSortsItByKeyboard(ColorScheme scheme) {
    List<String> complaints = new ArrayList<>();
    String theme = scheme == ColorScheme.DARK ? "dark" : "light";
    try (BrowserContext context = chromium.context(720, ColorScheme.LIGHT, true)) {
      Page page = context.newPage();
      FrameLocator view =
          shown(
              page,
              theme,
              "query_lakehouse",
              query(
                  "SELECT id, name, country, 9007199254740993::bigint AS big FROM shop.customers"
                      + " ORDER BY id",
                  20),
              complaints);
      assertThat(view.getByText("demo/production · lakehouse")).isVisible();
      assertThat(view.locator("tbody tr")).hasCount(20);
      assertThat(view.locator("tbody tr").first()).containsText("Customer 1");
      assertThat(view.locator("tbody tr").first()).containsText("9007199254740993");
      assertThat(view.locator("td.null").first()).hasText("NULL");
      assertThat(view.getByText("There are more rows: this page was cut off by rows.")).isVisible();

      Locator id = view.getByRole(AriaRole.BUTTON, named("id"));
      id.focus();
      page.keyboard().press("Enter");
      page.keyboard().press("Enter");
      assertThat(view.locator("th").first()).hasAttribute("aria-sort", "descending");
      assertThat(view.locator("tbody tr").first()).containsText("Customer 20");
      assertThat(id).isFocused();
      TestChromium.shoot(page, "result-table-" + theme);

      Object ground =
          view.locator("body").evaluate("body => getComputedStyle(body).backgroundColor");
      assertThat(ground).isEqualTo(theme.equals("dark") ? "rgb(27, 32, 42)" : "rgb(255, 255, 255)");
      page.evaluate("theme('" + (theme.equals("dark") ? "light" : "dark") + "')");
      assertThat(view.locator("html"))
          .hasAttribute("data-theme", theme.equals("dark") ? "light" : "dark");
      page.evaluate("teardown()");
      page.waitForFunction("said.includes('answer end')");
      page.waitForFunction("said.includes('ui/notifications/size-changed')");
    }
    assertThat(complaints).isEmpty();
  }

  private static FrameLocator.GetByRoleOptions named(String name) {
    return new FrameLocator.GetByRoleOptions().setName(name).setExact(true);
  }

  @Test
  void loadsTheRestThroughTheHostWithoutRunningTheQueryAgain() {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = chromium.context(1280, ColorScheme.LIGHT, true)) {
      Page page = context.newPage();
      FrameLocator view =
          shown(
              page,
              "light",
              "query_lakehouse",
              query("SELECT id FROM shop.orders ORDER BY id", 150),
              complaints);
      assertThat(view.locator("tbody tr")).hasCount(150);
      view.getByRole(AriaRole.BUTTON, named("Load more rows")).click();
      assertThat(view.locator("tbody tr")).hasCount(250);
      assertThat(view.locator("tbody tr").last()).hasText("250");
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void goesOnInAnAggregateOfAKeptResult() {
    String handle =
        callTool("query_lakehouse", query("SELECT id, customer_id FROM shop.orders ORDER BY id", 5))
            .getJsonObject("structuredContent")
            .getString("result_handle");
    JsonObject arguments =
        new JsonObject()
            .put("result_handle", handle)
            .put("columns", new JsonArray().add("customer_id"))
            .put("limit", 10)
            .put("offset", 20);
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = chromium.context(1280, ColorScheme.LIGHT, true)) {
      Page page = context.newPage();
      FrameLocator view = shown(page, "light", "read_result", arguments, complaints);
      assertThat(view.locator("tbody tr")).hasCount(10);
      view.getByRole(AriaRole.BUTTON, named("Load more rows")).click();
      assertThat(view.locator("tbody tr")).hasCount(20);
      assertThat(view.locator("thead th")).hasCount(1);
      // Row 40 of the result: order 40.
      assertThat(view.locator("tbody tr").last()).hasText("41");
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void storedMarkupStaysTextAndErrorsAreShown() {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = chromium.context(1280, ColorScheme.LIGHT, true)) {
      Page page = context.newPage();
      FrameLocator view =
          shown(
              page,
              "light",
              "query_lakehouse",
              query("SELECT '<img src=x onerror=alert(1)>' AS \"<b>name</b>\"", 5),
              complaints);
      assertThat(view.locator("tbody td")).hasText("<img src=x onerror=alert(1)>");
      assertThat(view.locator("th")).hasText("<b>name</b>");
      assertThat(view.locator("img")).hasCount(0);
    }
    try (BrowserContext context = chromium.context(1280, ColorScheme.LIGHT, true)) {
      Page page = context.newPage();
      FrameLocator view =
          shown(page, "dark", "query_lakehouse", query("SELECT nothing", 5), complaints);
      assertThat(view.getByText("The call failed.")).isVisible();
      assertThat(view.locator("pre")).containsText("42703");
    }
    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void drawsAChartOnceMoreForEachWidthAndTheme(ColorScheme scheme) {
    List<String> complaints = new ArrayList<>();
    String theme = scheme == ColorScheme.DARK ? "dark" : "light";
    JsonObject definition =
        new JsonObject()
            .put("timeframe", "last_14_days")
            .put("interval", "day")
            .put(
                "events",
                new JsonArray()
                    .add(new JsonObject().put("name", "page_view"))
                    .add(new JsonObject().put("name", "checkout")));
    JsonObject arguments =
        new JsonObject()
            .put("title", "Visits <b>and</b> checkouts")
            .put("segmentation_definition", definition)
            .put("picture", false);
    try (BrowserContext context = chromium.context(800, scheme, true)) {
      Page page = context.newPage();
      page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
      FrameLocator view = shown(page, CHART, theme, "render_insight", arguments, complaints);

      assertThat(view.getByText("Visits <b>and</b> checkouts")).isVisible();
      assertThat(view.locator("#chart canvas")).isVisible();
      assertThat(view.locator("#chart"))
          .hasAttribute("aria-label", Pattern.compile("Visits.*Dashed.*"));
      TestChromium.shoot(page, "chart-" + theme);
      Object wide = view.locator("#chart canvas").getAttribute("width");
      page.setViewportSize(380, 640);
      assertThat(view.locator("#chart canvas")).not().hasAttribute("width", (String) wide);
      view.getByRole(AriaRole.BUTTON, named("Show data")).click();
      assertThat(view.locator("tbody tr").first()).containsText("checkout");
      TestChromium.shoot(page, "chart-narrow-" + theme);
    }
    assertThat(complaints).isEmpty();
  }
}
