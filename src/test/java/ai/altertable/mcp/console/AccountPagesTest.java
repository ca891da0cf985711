package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestAuthenticator;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One's own account, a second factor at sign-in, and invitations, as a browser sees them. */
class AccountPagesTest {
  private static final TestApp APP = TestApp.start();
  private static final String EMAIL = "demo@altertable.local";
  private static final String NEW = "another long password";
  private static final String TOKEN = "T".repeat(43);

  private final TestBrowser browser = new TestBrowser(APP.issuer());

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static void user(String email) {
    APP.execute(
        "INSERT INTO app_user (email, name, password_hash) SELECT '"
            + email
            + "', 'Somebody', password_hash FROM app_user WHERE email = '"
            + EMAIL
            + "'");
  }

  private Page signIn(TestBrowser with, String email, String password) {
    return with.signIn(with.get("/login"), email, password);
  }

  @Test
  void changesThePasswordAndSignsOutEverywhereElse() {
    user("change@demo.test");
    TestBrowser other = new TestBrowser(APP.issuer());
    signIn(other, "change@demo.test", TestApp.PASSWORD);
    signIn(browser, "change@demo.test", TestApp.PASSWORD);
    Page account = browser.get("/account");
    assertThat(account.document().select("tbody tr")).hasSize(2);
    Map<String, String> wrong = Map.of("current", "no", "new", NEW);
    assertThat(browser.submit(account, "/account/password", wrong).status()).isEqualTo(403);
    Map<String, String> unfit = Map.of("current", TestApp.PASSWORD, "new", "short");
    assertThat(browser.submit(account, "/account/password", unfit).status()).isEqualTo(400);
    Map<String, String> forged = Map.of("csrf", "x", "current", TestApp.PASSWORD, "new", NEW);
    assertThat(browser.submit(account, "/account/password", forged).status()).isEqualTo(403);
    Map<String, String> right = Map.of("current", TestApp.PASSWORD, "new", NEW);
    assertThat(browser.submit(account, "/account/password", right).location())
        .isEqualTo("/account?done=password");
    assertThat(browser.get("/account").status()).isEqualTo(200);
    assertThat(other.get("/account").location()).isEqualTo("/login");
    assertThat(signIn(other, "change@demo.test", TestApp.PASSWORD).status()).isEqualTo(401);
    assertThat(signIn(other, "change@demo.test", NEW).status()).isEqualTo(303);
  }

  @Test
  void asksForASecondFactorAndTakesEachCodeOnce() {
    user("totp@demo.test");
    signIn(browser, "totp@demo.test", TestApp.PASSWORD);
    Page setUp = browser.get("/account/second-factor");
    assertThat(
            browser
                .submit(setUp, "/account/second-factor/begin", Map.of("password", "no"))
                .status())
        .isEqualTo(403);
    Page begun =
        browser.follow(
            browser.submit(
                setUp, "/account/second-factor/begin", Map.of("password", TestApp.PASSWORD)));
    String first = new TestAuthenticator(begun.document().selectFirst("code.secret").text()).code();
    assertThat(
            browser.submit(begun, "/account/second-factor/confirm", Map.of("code", "12")).status())
        .isEqualTo(400);
    Page done = browser.submit(begun, "/account/second-factor/confirm", Map.of("code", first));
    assertThat(done.document().select(".codes li")).hasSize(10);
    String recovery = done.document().selectFirst(".codes li").text();
    TestBrowser again = new TestBrowser(APP.issuer());
    Page entered = signIn(again, "totp@demo.test", TestApp.PASSWORD);
    assertThat(entered.location()).isEqualTo("/login/second-factor");
    assertThat(again.get("/account").location()).isEqualTo("/login");
    Page second = again.follow(entered);
    assertThat(again.submit(second, "/login/second-factor", Map.of("code", first)).status())
        .isEqualTo(401);
    assertThat(again.submit(second, "/login/second-factor", Map.of("code", recovery)).location())
        .isEqualTo("/");
    assertThat(again.get("/account").status()).isEqualTo(200);
    TestBrowser third = new TestBrowser(APP.issuer());
    Page replay = third.follow(signIn(third, "totp@demo.test", TestApp.PASSWORD));
    assertThat(third.submit(replay, "/login/second-factor", Map.of("code", recovery)).status())
        .isEqualTo(401);
    String dump =
        Await.get(
            APP.database()
                .pool()
                .query("SELECT string_agg(r::text, ' ') AS dump FROM recovery_code r")
                .execute()
                .map(rows -> rows.iterator().next().getString("dump")));
    assertThat(dump).isNotBlank().doesNotContain(recovery.replace("-", ""));
  }

  @Test
  void acceptsAnInvitationOnceAndNoOther() {
    APP.execute(
        "INSERT INTO invitation (organization_id, email, role, token_hash, invited_by, expires_at)"
            + " SELECT id, 'new@demo.test', 'reader', sha256('"
            + TOKEN
            + "'), 'x', now() + interval '1 day' FROM organization WHERE slug = 'demo'");
    Page page = browser.get("/invitation?token=" + TOKEN);
    assertThat(page.text()).contains("Join Demo", "new@demo.test");
    Map<String, String> unfit = Map.of("name", "Ada", "password", "short");
    assertThat(browser.submit(page, "/invitation", unfit).status()).isEqualTo(400);
    Map<String, String> good = Map.of("name", "Ada", "password", NEW);
    assertThat(browser.submit(page, "/invitation", good).location()).isEqualTo("/");
    assertThat(browser.get("/").text()).contains("new@demo.test", "Demo / Production");
    assertThat(browser.get("/invitation?token=" + TOKEN).status()).isEqualTo(400);
    assertThat(browser.get("/invitation?token=" + "U".repeat(43)).status()).isEqualTo(400);
    assertThat(browser.get("/invitation").status()).isEqualTo(400);
  }
}
