package ai.altertable.mcp.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestAuthenticator;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestChromium;
import ai.altertable.mcp.testing.TestDatabase;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One's own account, the second factor and invitations in a real Chromium; screenshots under
 * target/screenshots.
 */
class AccountBrowserTest {
  private static TestChromium chromium;
  private static TestApp app;

  @BeforeAll
  static void start() {
    chromium = TestChromium.start();
    app =
        TestApp.start(
            TestDatabase.create(),
            Map.of(
                // Nobody listens there.
                "ALTERTABLE_OIDC_ISSUER", "http://localhost:1",
                "ALTERTABLE_OIDC_CLIENT_ID", "altertable",
                "ALTERTABLE_OIDC_LABEL", "Acme ID"));
  }

  @AfterAll
  static void stop() {
    if (app != null) {
      app.close();
      chromium.close();
    }
  }

  /** A page in one of the looks that every page must have. */
  private record Look(Page page, int width, String suffix, List<String> complaints) {
    static Look of(BrowserContext context, int width, ColorScheme scheme) {
      Page page = context.newPage();
      List<String> complaints = TestChromium.complaints(page);
      return new Look(
          page, width, "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT), complaints);
    }

    void shoot(String name) {
      Object scrollWidth = page.evaluate("document.documentElement.scrollWidth");
      assertThat((Integer) scrollWidth).as(page.url()).isLessThanOrEqualTo(width);
      TestChromium.shoot(page, name + suffix);
    }

    /** A refused form is a page with a status of its own, which Chromium remarks on. */
    void hasNoComplaint() {
      assertThat(complaints).allMatch(text -> text.startsWith("Failed to load resource"));
    }

    void open(String path) {
      page.navigate(app.issuer() + path);
    }

    void press(String button) {
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).click();
    }

    Locator alert() {
      return page.getByRole(AriaRole.ALERT);
    }

    void signIn(String email) {
      page.getByLabel("Email").fill(email);
      page.getByLabel("Password").fill(TestApp.PASSWORD);
      press("Sign in");
    }
  }

  private static String user(String name) {
    String email = name + "@demo.test";
    app.execute(
        "INSERT INTO app_user (email, name, password_hash) SELECT '"
            + email
            + "', 'Ada Lovelace', password_hash FROM app_user"
            + " WHERE email = 'demo@altertable.local'");
    return email;
  }

  private static String invite(String email, String suffix) {
    String token = "T".repeat(43 - suffix.length()) + suffix;
    app.execute(
        "INSERT INTO invitation (organization_id, email, role, token_hash, invited_by, expires_at)"
            + (" SELECT id, '" + email + "', 'writer', sha256('" + token)
            + "'), 'x', now() + interval '1 day' FROM organization WHERE slug = 'demo'");
    return "/invitation?token=" + token;
  }

  @ParameterizedTest
  @CsvSource({"1280, DARK, false", "390, LIGHT, true"})
  void setsUpASecondFactorAndUsesIt(int width, ColorScheme scheme, boolean javaScript) {
    String email = user("factor" + width + scheme.name().toLowerCase(Locale.ROOT));
    TestBrowser phone = new TestBrowser(app.issuer());
    phone.signIn(phone.get("/login"), email, TestApp.PASSWORD);
    try (BrowserContext context = chromium.context(width, scheme, javaScript)) {
      Look look = Look.of(context, width, scheme);
      Page page = look.page();
      look.open("/login");
      assertThat(page.getByText("Continue with Acme ID")).isVisible();
      look.shoot("login-upstream");
      page.getByText("Continue with Acme ID").click();
      assertThat(page.getByText("cannot be reached")).isVisible();
      look.shoot("login-upstream-unreachable");
      look.open("/login");
      look.signIn(email);
      look.open("/account");
      look.shoot("account");
      page.getByLabel("Current password").fill("not this one");
      page.getByLabel("New password").fill("another long password");
      look.press("Change password");
      assertThat(look.alert()).containsText("not right");
      look.shoot("account-wrong");

      look.open("/account/second-factor");
      look.shoot("second-factor");
      page.getByLabel("Password").fill(TestApp.PASSWORD);
      look.press("Begin");
      look.shoot("second-factor-scan");
      TestAuthenticator authenticator =
          new TestAuthenticator(page.locator("code.secret").textContent());
      page.locator("#code").fill("000000x");
      look.press("Turn on");
      assertThat(look.alert()).containsText("not right");
      page.locator("#code").fill(authenticator.code());
      look.press("Turn on");
      assertThat(page.locator(".codes li")).hasCount(10);
      look.shoot("second-factor-codes");
      String recovery = page.locator(".codes li").first().textContent();
      page.getByText("I have kept them").click();
      assertThat(page.getByText("Recovery codes left: 10")).isVisible();
      look.shoot("account-second-factor");
      look.open("/account/second-factor");
      look.shoot("second-factor-active");

      look.press("Sign out");
      look.signIn(email);
      look.shoot("second-step");
      page.locator("#code").fill("nonsense");
      look.press("Continue");
      assertThat(look.alert()).isVisible();
      look.shoot("second-step-wrong");
      page.locator("#code").fill(recovery);
      look.press("Continue");
      page.waitForURL(app.issuer() + "/");
      assertThat(page.getByText(email)).isVisible();
      look.shoot("home-no-environments");
      look.open("/console");
      look.shoot("console-none");
      look.open("/apps");
      look.shoot("apps-none");
      look.hasNoComplaint();
    }
  }

  /** What the other tests here do not send, without scripts. */
  @Test
  void looksAfterTheAccountWithoutScripts() {
    String email = user("noscript");
    for (int browser = 0; browser < 3; browser++) {
      TestBrowser elsewhere = new TestBrowser(app.issuer());
      elsewhere.signIn(elsewhere.get("/login"), email, TestApp.PASSWORD);
    }
    try (BrowserContext context = chromium.context(390, ColorScheme.LIGHT, false)) {
      Look look = Look.of(context, 390, ColorScheme.LIGHT);
      Page page = look.page();
      Locator status = page.getByRole(AriaRole.STATUS);
      look.open("/login");
      look.signIn(email);
      look.open("/account");
      page.locator("form[action='/account/sessions/end'] button").first().click();
      assertThat(status).containsText("That browser is signed out");
      look.press("Sign out everywhere else");
      assertThat(status).containsText("Every other browser is signed out");
      assertThat(page.getByText("This browser")).isVisible();
      page.getByLabel("Current password").fill(TestApp.PASSWORD);
      page.getByLabel("New password").fill("another long password");
      look.press("Change password");
      assertThat(status).containsText("Your password is changed");

      look.open("/account/second-factor");
      page.getByLabel("Password").fill("another long password");
      look.press("Begin");
      TestAuthenticator authenticator =
          new TestAuthenticator(page.locator("code.secret").textContent());
      page.locator("#code").fill(authenticator.code());
      look.press("Turn on");
      String first = page.locator(".codes li").first().textContent();
      look.open("/account/second-factor");
      page.getByLabel("Code of the app", new Page.GetByLabelOptions().setExact(true)).fill(first);
      look.press("Make new codes");
      assertThat(status).containsText("The codes that you had before stop working");
      String second = page.locator(".codes li").first().textContent();
      look.open("/account/second-factor");
      page.getByLabel("Code of the app, or a recovery code").fill(second);
      look.press("Remove second factor");
      assertThat(status).containsText("Your second factor is removed");
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, DARK, false", "390, LIGHT, true"})
  void acceptsInvitations(int width, ColorScheme scheme, boolean javaScript) {
    String name = width + scheme.name().toLowerCase(Locale.ROOT);
    String known = user("known" + name);
    try (BrowserContext context = chromium.context(width, scheme, javaScript)) {
      Look look = Look.of(context, width, scheme);
      Page page = look.page();
      look.open(invite("new" + name + "@demo.test", "n" + name));
      look.shoot("invitation");
      page.getByLabel("Your name").fill("Grace Hopper");
      page.getByLabel("Password").fill("another long password");
      look.press("Create account and join");
      page.waitForURL(app.issuer() + "/");

      String link = invite(known, "k" + name);
      look.open(link);
      assertThat(look.alert()).containsText("This invitation is for");
      look.shoot("invitation-of-another");
      look.press("Use another account");
      look.open(link);
      look.shoot("invitation-known");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in")).click();
      look.signIn(known);
      look.shoot("invitation-mine");
      look.press("Join");
      page.waitForURL(app.issuer() + "/");
      assertThat(page.getByText("Demo / Production")).isVisible();
      look.open(link);
      look.shoot("invitation-gone");
      look.hasNoComplaint();
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, DARK, true", "390, LIGHT, false"})
  void makesANewPassword(int width, ColorScheme scheme, boolean javaScript) {
    String token = "R".repeat(40) + width % 1000;
    app.execute(
        "INSERT INTO password_reset (user_id, organization_id, token_hash, expires_at)"
            + (" SELECT r.user_id, r.organization_id, sha256('" + token)
            + "'), now() + interval '1 day' FROM organization_role r JOIN app_user u"
            + " ON u.id = r.user_id AND u.email = 'demo@altertable.local'"
            + " ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash");
    try (BrowserContext context = chromium.context(width, scheme, javaScript)) {
      Look look = Look.of(context, width, scheme);
      look.open("/reset-password?token=" + token);
      look.shoot("reset-password");
      look.page().getByLabel("New password").fill(TestApp.PASSWORD);
      look.press("Change password");
      assertThat(look.page().getByRole(AriaRole.STATUS)).containsText("password is changed");
      look.shoot("login-reset");
      look.hasNoComplaint();
    }
  }
}
