package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInPagesTest {
  private static final TestApp APP = TestApp.start();
  private static final String EMAIL = "demo@altertable.local";
  private static final String SESSION = "altertable_session";

  private final TestBrowser browser = new TestBrowser(APP.issuer());

  @AfterAll
  static void stop() {
    APP.close();
  }

  private Page signIn() {
    return browser.signIn(browser.get("/login"), EMAIL, TestApp.PASSWORD);
  }

  @Test
  void signsInCaseInsensitivelyAndOut() {
    Page done = browser.signIn(browser.get("/login"), " Demo@Altertable.LOCAL ", TestApp.PASSWORD);
    assertThat(done.status()).isEqualTo(303);
    Page home = browser.follow(done);
    assertThat(home.text())
        .contains(EMAIL, TestApp.RESOURCE, "Demo / Production", "Demo / Staging");
    String session = browser.cookies().get(SESSION);
    Page out = browser.submit(home, "/logout", Map.of());
    assertThat(out.location()).isEqualTo("/login");
    browser.cookies().put(SESSION, session);
    assertThat(browser.get("/").location()).isEqualTo("/login");
  }

  @Test
  void answersUnknownAccountsAndWrongPasswordsAlike() {
    Page unknown = browser.signIn(browser.get("/login"), "nobody@example.com", "wrong");
    Page wrong = browser.signIn(browser.get("/login"), EMAIL, "wrong");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.text()).isEqualTo(wrong.text());
    assertThat(browser.cookies()).doesNotContainKey(SESSION);
    assertThat(APP.audit().lines()).contains("sign_in.failed refused");
  }

  @Test
  void rotatesTheSessionAtSignIn() {
    String fixed = "A".repeat(43);
    browser.cookies().put(SESSION, fixed);
    signIn();
    String first = browser.cookies().get(SESSION);
    assertThat(first).isNotEqualTo(fixed);
    signIn();
    assertThat(browser.cookies().get(SESSION)).isNotEqualTo(first);
    browser.cookies().put(SESSION, first);
    assertThat(browser.get("/").location()).isEqualTo("/login");
  }

  @Test
  void throttlesGuessingOfOneAccount() {
    Page last = null;
    for (int attempt = 0; attempt < 9; attempt++) {
      last = browser.signIn(browser.get("/login"), "victim@example.com", "guess" + attempt);
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.header("retry-after")).matches("[1-9][0-9]*");
    assertThat(signIn().status()).isEqualTo(303);
  }

  @Test
  void refusesOverlongInputWithoutHashing() {
    Page page = browser.signIn(browser.get("/login"), EMAIL, "x".repeat(2000));
    assertThat(page.status()).isEqualTo(401);
    Page large = browser.signIn(browser.get("/login"), EMAIL, "x".repeat(20_000));
    assertThat(large.status()).isIn(400, 413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void refusesForgedFormTokens(String csrf) {
    Page login = browser.get("/login");
    Page page =
        browser.submit(
            login, "/login", Map.of("email", EMAIL, "password", TestApp.PASSWORD, "csrf", csrf));
    assertThat(page.status()).isEqualTo(403);
    assertThat(browser.cookies()).doesNotContainKey(SESSION);
  }

  @Test
  void refusesAnotherBrowsersFormToken() {
    String stolen =
        new TestBrowser(APP.issuer()).get("/login").document().selectFirst("[name=csrf]").val();
    Page page =
        browser.submit(
            browser.get("/login"),
            "/login",
            Map.of("email", EMAIL, "password", TestApp.PASSWORD, "csrf", stolen));
    assertThat(page.status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "//evil.example", "x\r\nLocation: y", "../apps"})
  void isNoOpenRedirector(String request) {
    Map<String, String> fields = new HashMap<>();
    fields.put("email", EMAIL);
    fields.put("password", TestApp.PASSWORD);
    fields.put("request", request);
    assertThat(browser.submit(browser.get("/login"), "/login", fields).location()).isEqualTo("/");
  }

  @Test
  void refusesDuplicateFields() {
    Page login = browser.get("/login");
    String csrf = login.document().selectFirst("[name=csrf]").val();
    Page page = browser.post("/login?csrf=" + csrf, Map.of("email", EMAIL));
    assertThat(page.status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/login", "/nowhere", "/oauth/authorize", "/consent"})
  void sendsProtectiveHeadersOnEveryPage(String path) {
    Page page = browser.get(path);
    assertThat(page.header("content-security-policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe");
    assertThat(page.header("x-frame-options")).isEqualTo("DENY");
    assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(page.header("cache-control")).isEqualTo("no-store");
  }

  @Test
  void answersUnknownPagesAndMethods() {
    assertThat(browser.get("/nowhere").status()).isEqualTo(404);
    assertThat(browser.get("/static/../conf/config.yaml").status()).isEqualTo(404);
    assertThat(browser.get("/static/secrets.key").status()).isEqualTo(404);
    assertThat(browser.post("/apps", Map.of()).status()).isEqualTo(405);
    Page css = browser.get("/static/app.css");
    assertThat(css.header("content-type")).startsWith("text/css");
    assertThat(css.header("etag")).isNotBlank();
  }

  @Test
  void revokesAConnectedAppOfOnesOwnOnly() {
    TestClient client = TestClient.register(APP, "<script>alert(1)</script>");
    String refresh = client.tokens("production", true).getString("refresh_token");
    browser.follow(signIn());
    Page apps = browser.get("/apps");
    assertThat(apps.text()).contains("<script>alert(1)</script>", "Demo / Production");
    assertThat(apps.document().select("main script")).isEmpty();
    Map<String, String> forged = Map.of("csrf", "x");
    assertThat(browser.submit(apps, "/apps/revoke", forged).status()).isEqualTo(403);
    Map<String, String> foreign = Map.of("grant", UUID.randomUUID().toString());
    assertThat(browser.submit(apps, "/apps/revoke", foreign).status()).isEqualTo(303);
    assertThat(client.refresh(refresh).status()).isEqualTo(200);
    assertThat(browser.submit(apps, "/apps/revoke", Map.of()).location())
        .isEqualTo("/apps?revoked=1");
    assertThat(client.refresh(refresh).error()).isEqualTo("invalid_grant");
    assertThat(APP.audit().lines()).contains("grant.revoke ok");
  }

  @Test
  void keepsOnlyHashesOfSessions() {
    signIn();
    String session = browser.cookies().get(SESSION);
    String dump =
        Await.get(
            APP.database()
                .pool()
                .query("SELECT string_agg(s::text, ' ') AS dump FROM browser_session s")
                .execute()
                .map(rows -> rows.iterator().next().getString("dump")));
    assertThat(dump).isNotBlank().doesNotContain(session);
  }
}
