package ai.altertable.mcp.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestChromium;
import ai.altertable.mcp.testing.TestClient;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-in, consent and connected apps in a real Chromium; screenshots under target/screenshots. */
class BrowserPagesTest {
  private static TestChromium chromium;
  private static TestApp app;
  private static HttpServer callback;
  private static String redirect;

  @BeforeAll
  static void start() throws IOException {
    chromium = TestChromium.start();
    app = TestApp.start();
    callback = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    callback.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    callback.start();
    redirect = "http://127.0.0.1:" + callback.getAddress().getPort() + "/callback";
  }

  @AfterAll
  static void stop() {
    if (app != null) {
      chromium.close();
      callback.stop(0);
      app.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, LIGHT, true", "1280, DARK, false", "390, LIGHT, true", "390, DARK, true"})
  void signsInConsentsAndRevokes(int width, ColorScheme scheme, boolean javaScript) {
    TestClient client = TestClient.register(app, "Claude Code");
    try (BrowserContext context = chromium.context(width, scheme, javaScript)) {
      Page page = context.newPage();
      List<String> complaints = TestChromium.complaints(page);
      String suffix = "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
      Map<String, String> parameters = client.authorization();
      parameters.put("redirect_uri", redirect);
      page.navigate(app.issuer() + client.authorizeUrl(parameters));
      TestChromium.shoot(page, "login" + suffix);

      page.getByLabel("Email").fill("demo@altertable.local");
      page.getByLabel("Password").fill("wrong");
      button(page, "Sign in").click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("wrong");
      TestChromium.shoot(page, "login-wrong" + suffix);
      page.getByLabel("Password").fill(TestApp.PASSWORD);
      page.keyboard().press("Enter");

      assertThat(page.getByLabel("Read", new Page.GetByLabelOptions().setExact(true))).isChecked();
      assertThat(page.getByLabel("Write", new Page.GetByLabelOptions().setExact(true)))
          .not()
          .isChecked();
      TestChromium.shoot(page, "consent" + suffix);
      page.getByLabel("Organization").selectOption("demo");
      page.getByLabel("Environment").selectOption("staging");
      button(page, "Authorize").click();
      page.waitForURL(url -> url.startsWith(redirect));
      assertThat(page.url()).contains("code=", "iss=");
      String code = TestClient.query(page.url()).get("code");
      Map<String, String> form = client.exchange(code);
      form.put("redirect_uri", redirect);
      assertThat(client.post("/oauth/token", form).status()).isEqualTo(200);

      page.navigate(app.issuer() + "/");
      assertThat(page.getByText("claude mcp add")).isVisible();
      TestChromium.shoot(page, "home" + suffix);
      page.navigate(app.issuer() + "/apps");
      button(page, "Revoke").first().click();
      assertThat(page.getByRole(AriaRole.STATUS)).containsText("Access has ended");
      TestChromium.shoot(page, "apps-empty" + suffix);
      complaints.removeIf(text -> text.contains("401"));
      assertThat(complaints).isEmpty();
    }
  }

  @Test
  void leavesChoosingAnOrganizationToTheUser() {
    app.execute(
        """
        WITH o AS (INSERT INTO organization (slug, name) VALUES ('acme', 'Acme') RETURNING id),
             e AS (INSERT INTO environment (organization_id, slug, name)
                   SELECT id, 'production', 'Production' FROM o)
        INSERT INTO organization_role (user_id, organization_id, role)
        SELECT u.id, o.id, 'reader' FROM app_user u, o
        """);
    TestClient client = TestClient.register(app, "Cursor");
    try (BrowserContext context = chromium.context(390, ColorScheme.LIGHT, true)) {
      Page page = context.newPage();
      Map<String, String> parameters = client.authorization();
      parameters.put("redirect_uri", redirect);
      page.navigate(app.issuer() + client.authorizeUrl(parameters));
      page.getByLabel("Email").fill("demo@altertable.local");
      page.getByLabel("Password").fill(TestApp.PASSWORD);
      button(page, "Sign in").click();
      page.getByLabel("Organization").selectOption("demo");
      assertThat(page.getByLabel("Environment").locator("option")).hasCount(2);
      page.getByLabel("Environment").selectOption("demo/production");
      TestChromium.shoot(page, "consent-organizations-390");
      button(page, "Deny").click();
      page.waitForURL(url -> url.startsWith(redirect));
      assertThat(page.url()).contains("error=access_denied");
    } finally {
      app.execute("DELETE FROM organization WHERE slug = 'acme'");
    }
  }

  /** One organization and one environment: nothing to choose, but it is said what it is. */
  @ParameterizedTest
  @CsvSource({"1280, true", "390, false"})
  void showsTheOnlyEnvironmentThereIs(int width, boolean javaScript) {
    String email = "only" + width + "@demo.test";
    app.execute(
        """
        WITH u AS (INSERT INTO app_user (email, name, password_hash)
                   SELECT '%s', 'Ada', password_hash FROM app_user
                   WHERE email = 'demo@altertable.local' RETURNING id),
             r AS (INSERT INTO organization_role (user_id, organization_id, role)
                   SELECT u.id, o.id, 'member' FROM u, organization o WHERE o.slug = 'demo')
        INSERT INTO environment_role (user_id, environment_id, role)
        SELECT u.id, e.id, 'reader' FROM u, environment e WHERE e.slug = 'staging'
        """
            .formatted(email));
    TestClient client = TestClient.register(app, "Codex");
    try (BrowserContext context = chromium.context(width, ColorScheme.LIGHT, javaScript)) {
      Page page = context.newPage();
      Map<String, String> parameters = client.authorization();
      parameters.put("redirect_uri", redirect);
      page.navigate(app.issuer() + client.authorizeUrl(parameters));
      page.getByLabel("Email").fill(email);
      page.getByLabel("Password").fill(TestApp.PASSWORD);
      button(page, "Sign in").click();
      assertThat(page.getByLabel("Organization").locator("option")).hasText(new String[] {"Demo"});
      assertThat(page.getByLabel("Environment").locator("option"))
          .hasText(new String[] {"Staging"});
      assertThat(page.getByText("the only environment that you could choose")).isVisible();
      TestChromium.shoot(page, "consent-only-" + width);
      button(page, "Authorize").click();
      page.waitForURL(url -> url.startsWith(redirect));
      Map<String, String> form = client.exchange(TestClient.query(page.url()).get("code"));
      form.put("redirect_uri", redirect);
      String token = client.post("/oauth/token", form).json().getString("access_token");
      assertThat(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), UTF_8))
          .contains("\"demo\"", "\"staging\"");
    }
  }

  @Test
  void listsConnectedApps() {
    for (int width : new int[] {1280, 390}) {
      TestClient client = TestClient.register(app, "Visual Studio Code");
      client.tokens("production", true);
      client.tokens("staging", false);
      try (BrowserContext context = chromium.context(width, ColorScheme.LIGHT, true)) {
        Page page = context.newPage();
        page.navigate(app.issuer() + "/login");
        page.getByLabel("Email").fill("demo@altertable.local");
        page.getByLabel("Password").fill(TestApp.PASSWORD);
        button(page, "Sign in").click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Connected apps"))
            .click();
        assertThat(page.getByText("Visual Studio Code").first()).isVisible();
        TestChromium.shoot(page, "apps-" + width);
        page.navigate(app.issuer() + "/oauth/authorize?client_id=unknown");
        TestChromium.shoot(page, "error-" + width);
      }
    }
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }
}
