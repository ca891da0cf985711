package ai.altertable.mcp.console.organization;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.assets.Discovery;
import ai.altertable.mcp.assets.DiscoveryStore;
import ai.altertable.mcp.assets.NotificationStore;
import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestChromium;
import ai.altertable.mcp.tools.SampleData;
import ai.altertable.mcp.tools.ToolHarness;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages over insights, dashboards and discoveries: the app's own pages in front of the real
 * tools, which read the environment of the same name.
 */
class ContentPagesTest {
  private static final String HOME = "/console/demo/production/";
  private static final String HOSTILE = "<img src=x onerror=alert(1)> & \"more\"";

  private static TestApp app;
  private static ToolHarness tools;
  private static final List<Caller> callers = new ArrayList<>();

  @BeforeAll
  static void start() {
    tools = new ToolHarness();
    SampleData.load(tools);
    app = TestApp.start();
    app.vertx()
        .eventBus()
        .<ToolCall>consumer(
            Addresses.TOOL_CALL,
            message -> {
              ToolCall call = message.body();
              callers.add(call.caller());
              Tenant tenant =
                  call.caller().tenant().environment().equals("production")
                      ? tools.production
                      : tools.staging;
              Caller inside =
                  new Caller(
                      call.caller().grantId(),
                      call.caller().principal(),
                      tenant,
                      call.caller().scopes(),
                      call.caller().expiresAt());
              tools
                  .send(
                      new ToolCall(
                          call.callId(),
                          inside,
                          call.tool(),
                          call.arguments(),
                          false,
                          call.deadline()))
                  .onSuccess(message::reply)
                  .onFailure(failure -> message.fail(1, failure.toString()));
            });
    save();
  }

  private static void save() {
    tools.fixture.asOwner(tools.production, "CREATE TABLE shop.vanishing (id int)");
    tools.ok(
        tools.production,
        "create_insight",
        new JsonObject()
            .put("title", "Visits by plan")
            .put("description", "Page views of the last two weeks")
            .put(
                "segmentation_definition",
                new JsonObject()
                    .put("timeframe", "last_14_days")
                    .put("interval", "day")
                    .put(
                        "events",
                        list(
                            new JsonObject()
                                .put("name", "page_view")
                                .put(
                                    "breakdowns",
                                    list(new JsonObject().put("property", "plan")))))));
    tools.ok(
        tools.production,
        "create_insight",
        new JsonObject()
            .put("title", HOSTILE)
            .put("visualization", "bar")
            .put(
                "sql_definition",
                new JsonObject()
                    .put(
                        "statement",
                        "SELECT '</script><script>alert(2)</script>' AS name, 12345.5 AS value UNION ALL SELECT 'b', 3")));
    tools.ok(
        tools.production,
        "create_insight",
        new JsonObject()
            .put("title", "Checkout funnel")
            .put(
                "funnel_definition",
                new JsonObject()
                    .put("timeframe", "last_14_days")
                    .put(
                        "events",
                        list(
                            new JsonObject().put("name", "page_view"),
                            new JsonObject().put("name", "checkout")))));
    tools.ok(
        tools.production,
        "create_insight",
        new JsonObject()
            .put("title", "Customers that will be gone")
            .put("visualization", "table")
            .put(
                "sql_definition",
                new JsonObject().put("statement", "SELECT * FROM shop.vanishing")));
    tools.fixture.asOwner(tools.production, "DROP TABLE shop.vanishing");
    tools.ok(
        tools.production,
        "create_dashboard",
        new JsonObject()
            .put("title", "Shop at a glance")
            .put("labels", new JsonArray().add("weekly"))
            .put(
                "widgets",
                list(
                    new JsonObject().put("kind", "section").put("text", "## This week"),
                    new JsonObject().put("kind", "insight").put("insight", "INS-1"),
                    new JsonObject().put("kind", "insight").put("insight", "INS-3"),
                    new JsonObject()
                        .put("kind", "text")
                        .put(
                            "text",
                            "Read the **dashed** part with care. <script>alert(3)</script>"))));
    JsonObject finding =
        new JsonObject()
            .put("title", "Checkouts fell")
            .put("summary", "A third fewer than the week before.")
            .put("explanation", "Because *payments* failed.")
            .put(
                "content",
                "| day | checkouts |\n| --- | --- |\n| Monday | 12 |\n\n[bad](javascript:alert(4))")
            .put("context_slugs", new JsonArray().add("INS-3"));
    tools.ok(tools.production, "create_discovery", finding);
    // its twin where reviews are written
    Await.get(
        new DiscoveryStore(app.database(), new NotificationStore(app.database()))
            .create(
                app.demo().production().environmentId(),
                new Discovery.Draft("Checkouts fell", "-", "-", "-", List.of()),
                false,
                "agent"));
  }

  @AfterAll
  static void stop() {
    app.close();
    tools.close();
  }

  private static TestBrowser signedIn() {
    TestBrowser browser = new TestBrowser(app.issuer());
    browser.follow(
        browser.signIn(browser.get("/login"), "demo@altertable.local", TestApp.PASSWORD));
    return browser;
  }

  private static JsonArray list(JsonObject... items) {
    return new JsonArray(List.of(items));
  }

  @Test
  void listsWhatIsSavedAndFindsIt() {
    TestBrowser browser = signedIn();
    Document page = browser.get(HOME + "insights").document();
    assertThat(page.select("main ul.plain li a").eachText())
        .containsExactly(
            "Customers that will be gone", "Checkout funnel", HOSTILE, "Visits by plan");
    assertThat(
            browser
                .get(HOME + "insights?search=funnel")
                .document()
                .select("main ul.plain li a")
                .eachText())
        .containsExactly("Checkout funnel");
    assertThat(browser.get(HOME + "dashboards").text()).contains("Shop at a glance");
    assertThat(browser.get(HOME + "discoveries").text()).contains("Checkouts fell", "pending");
    assertThat(
            browser
                .get("/console/demo/production")
                .document()
                .select("a[href=" + HOME + "insights]"))
        .hasSize(1);
    assertThat(browser.get("/console/demo/staging/insights").text())
        .contains("Nothing is here yet");
  }

  @Test
  void drawsAnInsightWithoutAScriptAndShowsItsNumbers() {
    Document page = signedIn().get(HOME + "insights/INS-1").document();

    assertThat(page.select(".chart svg[role=img]")).hasSize(1);
    assertThat(page.select(".chart svg").text()).contains("Events", "pro", "free", "Day", "Dashed");
    assertThat(page.select("details table tbody tr")).hasSizeGreaterThan(10);
    assertThat(page.text()).contains("version 1", "ada@example.com", "date_trunc");
    JsonObject chart =
        new JsonObject(page.selectFirst(".chart script[type=application/json]").data());
    assertThat(chart.getString("kind")).isEqualTo("line");
  }

  @Test
  void storedMarkupStaysText() {
    Document page = signedIn().get(HOME + "insights/INS-2").document();
    assertThat(page.select("h1").text()).isEqualTo(HOSTILE);
    assertThat(page.select("main img, main script:not([src]):not([type])")).isEmpty();
    assertThat(page.select(".chart svg").text()).contains("</script>");

    Document board = signedIn().get(HOME + "dashboards/DSH-1").document();
    assertThat(board.select(".text script")).isEmpty();
    assertThat(board.text()).contains("<script>alert(3)</script>");
    Document finding = signedIn().get(HOME + "discoveries/DSC-1").document();
    assertThat(finding.select("main a[href^=javascript]")).isEmpty();
    assertThat(finding.select("td").eachText()).contains("Monday");
  }

  @Test
  void saysWhyAnInsightCannotBeDrawn() {
    Document page = signedIn().get(HOME + "insights/INS-4").document();
    assertThat(page.select(".chart svg").text()).contains("could not be drawn", "vanishing");
  }

  @Test
  void showsADashboardSideBySide() {
    Document page = signedIn().get(HOME + "dashboards/DSH-1").document();
    assertThat(page.select(".board .chart svg")).hasSize(2);
    assertThat(page.select(".board h2").text()).isEqualTo("This week");
    assertThat(page.select(".board a[href=" + HOME + "insights/INS-3]").text())
        .isEqualTo("Checkout funnel");
  }

  @Test
  void readsWithTheVisitorsOwnNameAndNeverWrites() {
    callers.clear();
    signedIn().get(HOME + "insights/INS-1");
    assertThat(callers)
        .isNotEmpty()
        .allSatisfy(
            caller -> {
              assertThat(caller.scopes()).containsExactly(Scope.READ);
              assertThat(caller.principal().name()).isEqualTo("demo@altertable.local");
              assertThat(caller.atConsole()).isTrue();
              assertThat(caller.tenant()).isEqualTo(app.demo().production());
            });
  }

  @Test
  void hidesWhatIsNotThereOrOutOfReach() {
    assertThat(signedIn().get(HOME + "insights/INS-99").status()).isEqualTo(404);
    assertThat(signedIn().get(HOME + "insights/..%2f").status()).isEqualTo(404);
    assertThat(signedIn().get("/console/demo/staging/insights/INS-1").status()).isEqualTo(404);
    callers.clear();
    assertThat(signedIn().get("/console/acme/production/insights/INS-1").status()).isEqualTo(404);
    assertThat(new TestBrowser(app.issuer()).get(HOME + "insights/INS-1").location())
        .isEqualTo("/login");
    assertThat(callers).isEmpty();
  }

  @Test
  void peopleJudgeDiscoveriesWithReasons() {
    TestBrowser browser = signedIn();
    String path = HOME + "discoveries/DSC-1";
    String csrf =
        browser.get(path).document().select("form[action=" + path + "/review] [name=csrf]").val();

    TestBrowser.Page again =
        browser.post(path + "/review", Map.of("csrf", csrf, "status", "rejected", "reason", ""));
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.text()).contains("Say why");
    assertThat(browser.post(path + "/review", Map.of("csrf", csrf, "status", "great")).status())
        .isEqualTo(400);
    TestBrowser.Page done =
        browser.post(
            path + "/review", Map.of("csrf", csrf, "status", "rejected", "reason", "A holiday."));
    assertThat(done.location()).isEqualTo(path);
    assertThat(reviewed()).isEqualTo(new Discovery.Review("rejected", "A holiday."));
    assertThat(app.audit().events())
        .anySatisfy(
            event -> {
              assertThat(event.action()).isEqualTo("discovery.review");
              assertThat(event.target()).isEqualTo("DSC-1 rejected");
            });

    // whoever was wrong takes it back, as often as it takes
    for (String status : List.of("approved", "rejected", "approved")) {
      browser.post(
          path + "/review", Map.of("csrf", csrf, "status", status, "reason", "Looked again."));
      assertThat(reviewed()).isEqualTo(new Discovery.Review(status, "Looked again."));
    }
  }

  private static Discovery.Review reviewed() {
    return Await.get(
            new DiscoveryStore(app.database(), new NotificationStore(app.database()))
                .find(app.demo().production().environmentId(), "DSC-1"))
        .orElseThrow()
        .review();
  }

  @ParameterizedTest
  @CsvSource({"1280, LIGHT, true", "1280, DARK, false", "390, LIGHT, true", "390, DARK, false"})
  void looksRightInABrowser(int width, ColorScheme scheme, boolean javaScript) {
    try (TestChromium chromium = TestChromium.start();
        BrowserContext context = chromium.context(width, scheme, javaScript)) {
      Page page = context.newPage();
      List<String> complaints = TestChromium.complaints(page);
      page.navigate(app.issuer() + "/login");
      page.getByLabel("Email").fill("demo@altertable.local");
      page.getByLabel("Password").fill(TestApp.PASSWORD);
      page.keyboard().press("Enter");
      page.waitForURL(app.issuer() + "/");
      for (String path :
          List.of(
              "insights",
              "insights/INS-1",
              "insights/INS-2",
              "insights/INS-3",
              "insights/INS-4",
              "dashboards/DSH-1",
              "discoveries/DSC-1")) {
        page.navigate(app.issuer() + HOME + path);
        assertThat(page.locator("h1")).isVisible();
        if (path.startsWith("insights/")) {
          assertThat(page.locator(javaScript ? ".chart canvas" : ".chart svg")).isVisible();
        }
        Object scrollWidth = page.evaluate("document.documentElement.scrollWidth");
        assertThat((Integer) scrollWidth).as(path).isLessThanOrEqualTo(width);
        TestChromium.shoot(
            page,
            "content-"
                + path.replace('/', '-')
                + "-"
                + width
                + "-"
                + scheme.name().toLowerCase(Locale.ROOT));
      }
      if (!javaScript) {
        page.navigate(app.issuer() + HOME + "discoveries/DSC-1");
        page.getByLabel("Why?").fill("Checked by hand.");
        page.getByText("Approve").click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Your review is recorded");
      }
      assertThat(complaints).isEmpty();
    }
  }
}
