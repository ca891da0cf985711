package ai.altertable.mcp.oauth.attack;

import static ai.altertable.mcp.testing.TestClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Sign-in and consent pages, driven by somebody who is not in front of the browser. */
class ConsentAttackTest implements AttackTable {
  private static final String EMAIL = "demo@altertable.local";
  private static final String SESSION = "altertable_session";
  private static final String BROWSER = "altertable_browser";
  private static final Map<String, String> AUTHORIZE = Map.of("decision", "authorize");
  private static final String[] PAGES = {"/login", "/consent", "/oauth/authorize", "/apps", "/"};

  private static TestApp app;
  private static TestClient client;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    client = TestClient.register(app, "Agent");
    app.execute(
        """
        WITH o AS (INSERT INTO organization (slug, name) VALUES ('acme', 'Acme') RETURNING id)
        INSERT INTO environment (organization_id, slug, name) SELECT id, 'private', 'P' FROM o
        """);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.concat(
        Stream.of(PAGES).map(ConsentAttackTest::framed),
        Stream.of(
            new Attack(Family.CSRF, "consent without a form token", () -> forged(null)),
            new Attack(Family.CSRF, "consent with a made-up token", () -> forged("x")),
            new Attack(Family.CSRF, "another request's token", ConsentAttackTest::otherRequest),
            new Attack(Family.CSRF, "another session's token", ConsentAttackTest::otherSession),
            new Attack(Family.CSRF, "another browser's request", ConsentAttackTest::otherBrowser),
            new Attack(Family.CSRF, "consent by GET", ConsentAttackTest::byGet),
            new Attack(Family.CSRF, "consent signed out", ConsentAttackTest::signedOut),
            new Attack(Family.POLLUTION, "two decisions", ConsentAttackTest::twice),
            new Attack(Family.REPLAY, "a decided request", ConsentAttackTest::decided),
            new Attack(Family.REPLAY, "a decided request by its id", ConsentAttackTest::byId),
            new Attack(Family.REDIRECT, "a request that is an address", ConsentAttackTest::address),
            new Attack(Family.SESSION_FIXATION, "a session set before", ConsentAttackTest::fixed),
            new Attack(Family.SESSION_FIXATION, "two set cookies", ConsentAttackTest::twoCookies),
            new Attack(Family.SESSION_FIXATION, "a request set before", ConsentAttackTest::planted),
            new Attack(Family.TENANT_SWAP, "another's environment", ConsentAttackTest::otherTenant),
            new Attack(Family.TENANT_SWAP, "no organization", ConsentAttackTest::onlyEnvironment),
            new Attack(Family.INJECTION, "U+0000 in the form", ConsentAttackTest::nul),
            new Attack(Family.OVERSIZED, "a large form", ConsentAttackTest::large)));
  }

  private static TestBrowser browser() {
    return new TestBrowser(app.issuer());
  }

  private static Page consent(TestBrowser browser) {
    Page page = browser.follow(browser.get(client.authorizeUrl(client.authorization())));
    return page.document().selectFirst("form[action=/login]") == null
        ? page
        : browser.follow(browser.signIn(page, EMAIL, TestApp.PASSWORD));
  }

  private static Attack framed(String path) {
    return new Attack(
        Family.CLICKJACKING,
        path + " in a frame",
        () -> {
          TestBrowser browser = browser();
          consent(browser);
          Page page = browser.get(path);
          assertThat(page.header("x-frame-options")).isEqualTo("DENY");
          assertThat(page.header("content-security-policy"))
              .contains("frame-ancestors 'none'", "default-src 'none'")
              .doesNotContain("unsafe");
        });
  }

  private static void forged(String csrf) {
    TestBrowser browser = browser();
    Page page = consent(browser);
    Map<String, String> changes = new HashMap<>(AUTHORIZE);
    changes.put("csrf", csrf);
    assertThat(browser.submit(page, "/consent", changes).status()).isEqualTo(403);
    assertThat(browser.submit(page, "/consent", AUTHORIZE).status()).isEqualTo(303);
  }

  private static String csrf(Page page) {
    return page.document().selectFirst("#consent [name=csrf]").val();
  }

  private static void otherRequest() {
    TestBrowser browser = browser();
    Page page = consent(browser);
    Map<String, String> changes = new HashMap<>(AUTHORIZE);
    changes.put("csrf", csrf(consent(browser)));
    assertThat(browser.submit(page, "/consent", changes).status()).isEqualTo(403);
  }

  private static void otherSession() {
    TestBrowser browser = browser();
    Page page = consent(browser);
    browser.signIn(browser.get("/login"), EMAIL, TestApp.PASSWORD);
    assertThat(browser.submit(page, "/consent", AUTHORIZE).status()).isEqualTo(403);
  }

  private static void otherBrowser() {
    String location = browser().get(client.authorizeUrl(client.authorization())).location();
    TestBrowser victim = browser();
    consent(victim);
    Page page = victim.get(location);
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text()).contains("This request has ended");
  }

  private static void byGet() {
    TestBrowser browser = browser();
    Page page = consent(browser);
    String url = page.url() + "&decision=authorize&environment=staging&csrf=" + csrf(page);
    Page again = browser.get(url);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).contains("asks for access");
  }

  private static void signedOut() {
    TestBrowser browser = browser();
    Page page = consent(browser);
    browser.cookies().remove(SESSION);
    assertThat(browser.submit(page, "/consent", AUTHORIZE).status()).isEqualTo(403);
  }

  private static void twice() {
    TestBrowser browser = browser();
    Page page = consent(browser);
    var fields = new java.util.ArrayList<>(page.fields("/consent", "read"));
    fields.add(Map.entry("decision", "deny"));
    fields.add(Map.entry("decision", "authorize"));
    assertThat(browser.postAll("/consent", fields).status()).isEqualTo(400);
  }

  private static void decided() {
    TestBrowser browser = browser();
    Page page = consent(browser);
    assertThat(browser.submit(page, "/consent", AUTHORIZE).status()).isEqualTo(303);
    assertThat(browser.submit(page, "/consent", AUTHORIZE).status()).isEqualTo(400);
  }

  private static void byId() {
    TestBrowser browser = browser();
    Page page = consent(browser);
    browser.submit(page, "/consent", Map.of("decision", "deny"));
    assertThat(browser.get(page.url()).status()).isEqualTo(400);
  }

  private static void address() {
    TestBrowser browser = browser();
    consent(browser);
    for (String request : new String[] {"https://evil.example", "//evil.example", "../apps"}) {
      Page page = browser.get("/consent?" + TestBrowser.encode(Map.of("request", request)));
      assertThat(page.status()).isEqualTo(400);
      assertThat(page.response().headers().firstValue("location")).isEmpty();
    }
  }

  private static void fixed() {
    TestBrowser browser = browser();
    String fixed = "A".repeat(43);
    browser.cookies().put(SESSION, fixed);
    consent(browser);
    assertThat(browser.cookies().get(SESSION)).isNotEqualTo(fixed);
    TestBrowser attacker = browser();
    attacker.cookies().put(SESSION, fixed);
    assertThat(attacker.get("/apps").location()).startsWith("/login");
  }

  /** A cookie that a neighbouring host or path planted never counts as a session. */
  private static void twoCookies() {
    TestBrowser browser = browser();
    browser.cookies().put(SESSION, "x; " + SESSION + "=" + "B".repeat(43));
    assertThat(browser.get("/apps").location()).startsWith("/login");
  }

  /** The attacker's own request in the victim's browser: its answer is not the attacker's. */
  private static void planted() {
    TestBrowser attacker = browser();
    String location = attacker.get(client.authorizeUrl(client.authorization())).location();
    TestBrowser victim = browser();
    consent(victim);
    victim.cookies().put(BROWSER, "C".repeat(43));
    assertThat(victim.get(location).status()).isEqualTo(400);
  }

  private static void otherTenant() {
    TestBrowser browser = browser();
    Page page = consent(browser);
    for (String environment : new String[] {"acme/private", "private", "unknown", ""}) {
      Map<String, String> choice = new HashMap<>(AUTHORIZE);
      choice.put("environment", environment);
      choice.put("organization", "acme");
      assertThat(browser.submit(page, "/consent", choice).status()).isEqualTo(400);
    }
  }

  private static void onlyEnvironment() {
    TestBrowser browser = browser();
    Page page = consent(browser);
    Map<String, String> choice = new HashMap<>(AUTHORIZE);
    choice.put("organization", null);
    choice.put("environment", "acme/private");
    assertThat(browser.submit(page, "/consent", choice).status()).isEqualTo(400);
    choice.put("environment", "staging");
    assertThat(query(browser.submit(page, "/consent", choice).location())).containsKey("code");
  }

  private static void nul() {
    TestBrowser browser = browser();
    Page page = consent(browser);
    Map<String, String> choice = new HashMap<>(AUTHORIZE);
    choice.put("environment", "staging\u0000");
    assertThat(browser.submit(page, "/consent", choice).status()).isEqualTo(400);
  }

  private static void large() {
    TestBrowser browser = browser();
    Page page = consent(browser);
    Map<String, String> choice = new HashMap<>(AUTHORIZE);
    choice.put("environment", "x".repeat(20_000));
    assertThat(browser.submit(page, "/consent", choice).status()).isIn(400, 413);
  }
}
