package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApi;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The way back for who forgot the password, from the administrator's page to the sign-in. */
class ForgottenPasswordTest {
  private static final TestApp APP = TestApp.start();
  private static final String ADMIN = "demo@altertable.local";
  private static final String NEW = "quite another password";

  private final TestBrowser admin = new TestBrowser(APP.issuer());
  private final TestBrowser browser = new TestBrowser(APP.issuer());

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static String member(String name) {
    APP.execute(
        "WITH u AS (INSERT INTO app_user (email, name, password_hash) SELECT '"
            + name
            + "@demo.test', 'Ada', password_hash FROM app_user WHERE email = '"
            + ADMIN
            + "' RETURNING id) INSERT INTO organization_role (user_id, organization_id, role)"
            + " SELECT u.id, o.id, 'reader' FROM u, organization o WHERE o.slug = 'demo'");
    return name + "@demo.test";
  }

  private static String text(String sql) {
    return Await.get(
        APP.database()
            .pool()
            .query(sql)
            .execute()
            .map(rows -> String.valueOf(rows.iterator().next().getValue(0))));
  }

  private static void joinAnother(String email) {
    APP.execute(
        "INSERT INTO organization (slug, name) VALUES ('acme', 'Acme') ON CONFLICT DO NOTHING;"
            + " INSERT INTO organization_role (user_id, organization_id, role) SELECT u.id, o.id,"
            + (" 'admin' FROM app_user u, organization o WHERE u.email = '" + email)
            + "' AND o.slug = 'acme'");
  }

  private Page make(String email) {
    admin.signIn(admin.get("/login"), ADMIN, TestApp.PASSWORD);
    String id = text("SELECT id FROM app_user WHERE email = '" + email + "'");
    String path = "/console/demo/-/members/" + id;
    Page page = admin.get(path);
    return admin.submit(page, path + "/password-link", Map.of());
  }

  private String link(String email) {
    String link = admin.follow(make(email)).document().selectFirst("code.copy").text();
    assertThat(link).startsWith(APP.issuer() + "/reset-password?token=");
    return link.substring(APP.issuer().length());
  }

  private static Page signIn(TestBrowser with, String email, String password) {
    return with.signIn(with.get("/login"), email, password);
  }

  @Test
  void makesANewPasswordOnceAndEndsEverySession() {
    String email = member("forgot");
    TestBrowser elsewhere = new TestBrowser(APP.issuer());
    signIn(elsewhere, email, TestApp.PASSWORD);
    String link = link(email);
    Page page = browser.get(link);
    assertThat(page.text()).contains(email);
    assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
    Map<String, String> good = Map.of("password", NEW);
    Map<String, String> forged = Map.of("password", NEW, "csrf", "x");
    Map<String, String> unfit = Map.of("password", "short");
    assertThat(browser.submit(page, "/reset-password", forged).status()).isEqualTo(403);
    assertThat(browser.submit(page, "/reset-password", unfit).status()).isEqualTo(400);
    assertThat(elsewhere.get("/account").status()).isEqualTo(200);

    Page done = browser.submit(page, "/reset-password", good);
    assertThat(done.location()).isEqualTo("/login?reset=done");
    assertThat(browser.follow(done).text()).contains("Your password is changed");
    assertThat(browser.get("/").location()).isEqualTo("/login");
    assertThat(elsewhere.get("/account").location()).isEqualTo("/login");
    assertThat(browser.submit(page, "/reset-password", good).status()).isEqualTo(400);
    assertThat(browser.get(link).status()).isEqualTo(400);
    assertThat(signIn(browser, email, TestApp.PASSWORD).status()).isEqualTo(401);
    assertThat(signIn(browser, email, NEW).location()).isEqualTo("/");
    assertThat(APP.audit().lines()).contains("password.reset_link ok", "password.reset ok");
  }

  @Test
  void aNewerLinkReplacesTheOlderAndOnlyHashesAreKept() {
    String email = member("twice");
    String older = link(email);
    String newer = link(email);
    assertThat(browser.get(older).status()).isEqualTo(400);
    assertThat(browser.get(newer).status()).isEqualTo(200);
    String token = newer.substring(newer.indexOf('=') + 1);
    assertThat(text("SELECT string_agg(r::text, ' ') FROM password_reset r")).doesNotContain(token);
    APP.execute("UPDATE password_reset SET expires_at = now()");
    assertThat(browser.get(newer).status()).isEqualTo(400);
  }

  @Test
  void stillAsksForTheSecondFactor() {
    String email = member("factor");
    APP.execute(
        "INSERT INTO second_factor (user_id, secret_sealed, confirmed_at) SELECT id, '\\x00'::bytea,"
            + (" now() FROM app_user WHERE email = '" + email + "'"));
    browser.submit(browser.get(link(email)), "/reset-password", Map.of("password", NEW));
    assertThat(signIn(browser, email, NEW).location()).isEqualTo("/login/second-factor");
  }

  @Test
  void isNoWayIntoAnotherOrganization() {
    String email = member("both");
    String before = link(email);
    joinAnother(email);
    // Neither a new link, nor one from before.
    assertThat(make(email).status()).isEqualTo(409);
    assertThat(browser.get(before).status()).isEqualTo(400);
  }

  @Test
  void refusesWhoSignsInSomeOtherWay() {
    String email = member("upstream");
    APP.execute("UPDATE app_user SET password_hash = NULL WHERE email = '" + email + "'");
    assertThat(make(email).status()).isEqualTo(409);
    String off = member("off");
    String link = link(off);
    APP.execute("UPDATE app_user SET disabled_at = now() WHERE email = '" + off + "'");
    assertThat(browser.get(link).status()).isEqualTo(400);
    assertThat(make(off).status()).isEqualTo(409);
  }

  @Test
  void isMadeThroughTheApiToo() {
    String email = member("api");
    String id = text("SELECT id FROM app_user WHERE email = '" + email + "'");
    Answer made =
        TestApi.admin(APP, "demo", "production")
            .post("/organizations/demo/members/" + id + "/password-link", null);
    assertThat(made.status()).isEqualTo(201);
    String link = made.json().getString("link").substring(APP.issuer().length());
    assertThat(browser.get(link).text()).contains(email);
  }

  @Test
  void guessesFindNothing() {
    for (String token : new String[] {"", "x", "R".repeat(43), "'; DROP TABLE app_user; --"}) {
      String query = TestBrowser.encode(Map.of("token", token));
      assertThat(browser.get("/reset-password?" + query).status()).isEqualTo(400);
    }
  }
}
