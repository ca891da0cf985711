package ai.altertable.mcp.console.organization;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApi;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestChromium;
import ai.altertable.mcp.testing.TestClient;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page of the console in a real Chromium, to be looked at under target/screenshots. */
class ConsoleBrowserTest {
  private static TestChromium chromium;
  private static TestApp app;

  @BeforeAll
  static void start() {
    chromium = TestChromium.start();
    app = TestApp.start();
    for (String name : List.of("Claude Code", "Codex", "Visual Studio Code")) {
      TestClient client = TestClient.register(app, name);
      client.tokens("production", true);
      client.tokens("staging", false);
    }
    TestApi api = TestApi.admin(app, "demo", "production");
    String inside = "/organizations/demo/environments/production";
    api.post(
        inside + "/connections?anyway=true",
        json(
            """
        {"catalog": "crm", "name": "CRM", "description": "Leads and deals", "engine": "postgres",
         "settings": {"host": "crm.example.com", "database": "crm", "user": "reader"}}
        """));
    api.post(inside + "/event-keys", json("{\"name\": \"Website\"}"));
    api.post(
        inside + "/channels",
        json(
            """
        {"kind": "webhook", "name": "Ops", "target": "https://hooks.example.com/services/T0/B0"}
        """));
    app.execute(
        """
        INSERT INTO notification_delivery
          (environment_id, notification_slug, channel_id, state, attempts, last_error)
        SELECT environment_id, 'NTF-' || n, id, CASE n WHEN 1 THEN 'dead' ELSE 'pending' END, n,
               'HTTP status 502' FROM notification_channel, generate_series(1, 2) n;
        INSERT INTO invitation (organization_id, email, role, token_hash, invited_by, expires_at)
        SELECT id, 'grace@example.com', 'reader', '\\x00', 'x', now() + interval '1 day'
        FROM organization;
        INSERT INTO audit_event
          (at, outcome, action, tool, row_count, elapsed_ms, grant_id, client_id, subject,
           environment_id, organization_id)
        SELECT now() - make_interval(hours => n),
               CASE WHEN n % 9 = 0 THEN 'scope_missing' ELSE 'ok' END, 'tool.call',
               'query_lakehouse', n * 7, n, g.id, g.client_id, g.user_id::text, e.id,
               e.organization_id
        FROM oauth_grant g JOIN environment e ON e.id = g.environment_id,
             generate_series(1, 400) n
        WHERE 'write' = ANY (g.scope)
        """);
  }

  @AfterAll
  static void stop() {
    if (app != null) {
      app.close();
      chromium.close();
    }
  }

  private static JsonObject json(String text) {
    return new JsonObject(text);
  }

  private static void signIn(Page page) {
    page.navigate(app.issuer() + "/login");
    page.getByLabel("Email").fill("demo@altertable.local");
    page.getByLabel("Password").fill(TestApp.PASSWORD);
    page.keyboard().press("Enter");
    page.waitForURL(app.issuer() + "/");
  }

  @ParameterizedTest
  @CsvSource({"1280, LIGHT, true", "1280, DARK, false", "390, LIGHT, true", "390, DARK, true"})
  void showsEveryPage(int width, ColorScheme scheme, boolean javaScript) {
    String suffix = "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
    try (BrowserContext context = chromium.context(width, scheme, javaScript)) {
      Page page = context.newPage();
      List<String> complaints = TestChromium.complaints(page);
      signIn(page);
      for (String path :
          List.of(
              "/console",
              "/console/demo",
              "/console/demo/production",
              "/console/demo/-/grants",
              "/console/demo/-/members",
              "/console/demo/-/environments",
              "/console/demo/-/environments/staging",
              "/console/demo/-/policy",
              "/console/demo/-/audit",
              "/console/demo/production/connections",
              "/console/demo/production/connections/new/postgres",
              "/console/demo/production/connections/new/duckdb",
              "/console/demo/production/connections/new/trino",
              "/console/demo/production/connections/crm",
              "/console/demo/production/event-keys",
              "/console/demo/production/channels",
              "/docs",
              "/docs/insights")) {
        page.navigate(app.issuer() + path);
        assertThat(page.getByRole(AriaRole.HEADING).first()).isVisible();
        neverWiderThan(page, width);
        TestChromium.shoot(page, "page" + path.replaceAll("/-?", "-") + suffix);
      }
      page.navigate(app.issuer() + "/console/demo/-/members");
      page.getByLabel("Members")
          .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("demo@altertable.local"))
          .click();
      neverWiderThan(page, width);
      TestChromium.shoot(page, "console-member" + suffix);
      page.navigate(app.issuer() + "/console/demo/-/grants");
      page.getByRole(AriaRole.CHECKBOX).first().check();
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("End the chosen…"))
          .click();
      neverWiderThan(page, width);
      TestChromium.shoot(page, "console-grants-end" + suffix);
      page.navigate(app.issuer() + "/console/demo/-/service-accounts");
      TestChromium.shoot(page, "console-service-accounts" + suffix);
      page.getByLabel("Name").fill("Nightly export " + suffix);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make service account"))
          .click();
      assertThat(page.getByRole(AriaRole.STATUS)).containsText("shown this once");
      neverWiderThan(page, width);
      TestChromium.shoot(page, "console-service-account-made" + suffix);
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Nightly export " + suffix))
          .click();
      neverWiderThan(page, width);
      TestChromium.shoot(page, "console-service-account" + suffix);
      assertThat(complaints).isEmpty();
    }
  }

  private static void neverWiderThan(Page page, int width) {
    Object scrollWidth = page.evaluate("document.documentElement.scrollWidth");
    assertThat((Integer) scrollWidth).as(page.url()).isLessThanOrEqualTo(width);
  }
}
