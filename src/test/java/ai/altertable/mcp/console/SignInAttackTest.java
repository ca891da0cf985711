package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.oauth.attack.Attack;
import ai.altertable.mcp.oauth.attack.AttackTable;
import ai.altertable.mcp.oauth.attack.Family;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestAuthenticator;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sign-in and one's own account in the hands of somebody else. */
class SignInAttackTest implements AttackTable {
  private static final String DEMO = "demo@altertable.local";
  private static final String SESSION = "altertable_session";
  private static final String PENDING = "altertable_pending";
  private static final String NEW = "another long password";
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Every form of these pages; the console's are in ConsoleMatrixTest, consent's beside it. */
  private static final List<String> FORMS =
      List.of(
          "/account/password",
          "/account/second-factor/begin",
          "/account/second-factor/codes",
          "/account/second-factor/confirm",
          "/account/second-factor/remove",
          "/account/sessions/end",
          "/account/sessions/end-others",
          "/apps/revoke",
          "/invitation",
          "/login",
          "/login/second-factor",
          "/logout",
          "/reset-password");

  private static final List<String> PAGES =
      List.of(
          "/",
          "/account",
          "/account/second-factor",
          "/apps",
          "/console",
          "/console/demo/-/members",
          "/console/demo/-/audit",
          "/invitation?token=x",
          "/login",
          "/login/second-factor",
          "/nowhere",
          "/reset-password?token=x");

  private static final List<String> ADDRESSES =
      List.of(
          "https://evil.example",
          "//evil.example",
          "/\\evil.example",
          "\\\\evil.example",
          "javascript:alert(1)",
          "https:evil.example",
          "/%2f/evil.example",
          "x\r\nLocation: https://evil.example",
          "../../evil",
          "@evil.example");

  private static TestApp app;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.of(
            FORMS.stream().flatMap(SignInAttackTest::forgeries),
            PAGES.stream().map(SignInAttackTest::framed),
            ADDRESSES.stream().flatMap(SignInAttackTest::redirects),
            Stream.of(
                new Attack(Family.ENUMERATION, "an unknown account", () -> tellsNothing("nobody")),
                new Attack(Family.ENUMERATION, "a disabled account", () -> tellsNothing("off")),
                new Attack(Family.ENUMERATION, "one without password", () -> tellsNothing("sso")),
                new Attack(Family.GUESSING, "a throttled account", SignInAttackTest::throttled),
                new Attack(Family.GUESSING, "codes of one sign-in", SignInAttackTest::guessedCodes),
                new Attack(Family.REPLAY, "a code of the app", SignInAttackTest::replayedCode),
                new Attack(Family.REPLAY, "a recovery code", SignInAttackTest::replayedRecovery),
                new Attack(Family.REPLAY, "a finished second step", SignInAttackTest::replayedStep),
                new Attack(Family.REPLAY, "a session signed out of", SignInAttackTest::signedOut),
                new Attack(
                    Family.REPLAY, "one before a new password", SignInAttackTest::oldSession),
                new Attack(Family.SESSION_FIXATION, "a planted session", () -> planted(SESSION)),
                new Attack(
                    Family.SESSION_FIXATION, "a planted second step", () -> planted(PENDING)),
                new Attack(
                    Family.SESSION_FIXATION, "one kept over the factor", SignInAttackTest::rotated),
                new Attack(
                    Family.TENANT_SWAP, "another user's session", SignInAttackTest::foreignSession),
                new Attack(
                    Family.INJECTION,
                    "markup for an address",
                    () -> echoed("\"><script>alert(1)</script>")),
                new Attack(
                    Family.INJECTION, "a template for an address", () -> echoed("{{{csrf}}}")),
                new Attack(Family.INJECTION, "lines", () -> echoed("a\r\nSet-Cookie: x=y")),
                new Attack(Family.INJECTION, "U+0000", () -> refused("a\0b", "c\0d")),
                new Attack(Family.INJECTION, "SQL", () -> refused("' OR '1'='1", "' OR '1'='1")),
                new Attack(
                    Family.OVERSIZED, "a long address", () -> refused("a".repeat(4_000), "b")),
                new Attack(
                    Family.OVERSIZED, "a long password", () -> refused(DEMO, "b".repeat(4_000))),
                new Attack(
                    Family.POLLUTION, "two passwords", () -> polluted("password", "password")),
                new Attack(Family.POLLUTION, "two addresses", () -> polluted("email", "email"))))
        .flatMap(rows -> rows);
  }

  @Test
  void knowsEveryForm() throws IOException {
    Set<String> found = new TreeSet<>();
    Pattern action = Pattern.compile("method=\"post\" action=\"(/[^\"{]*)\"");
    try (Stream<Path> templates = Files.list(Path.of("webroot", "templates"))) {
      for (Path template : templates.toList()) {
        Matcher matcher = action.matcher(Files.readString(template));
        while (matcher.find()) {
          found.add(matcher.group(1));
        }
      }
    }
    found.remove("/consent");
    assertThat(found).containsExactlyElementsOf(FORMS);
  }

  private static TestBrowser browser() {
    return new TestBrowser(app.issuer());
  }

  private static String user() {
    String email = "user" + COUNT.incrementAndGet() + "@demo.test";
    app.execute(
        "INSERT INTO app_user (email, name, password_hash) SELECT '"
            + email
            + "', 'Ada', password_hash FROM app_user WHERE email = '"
            + DEMO
            + "'");
    return email;
  }

  private static Page signIn(TestBrowser with, String email) {
    return with.signIn(with.get("/login"), email, TestApp.PASSWORD);
  }

  /** Past the sign-in page, whose throttle all these rows share. */
  private static TestBrowser signedIn(String email) {
    String token = Secrets.randomToken();
    Await.get(
        app.database()
            .pool()
            .preparedQuery(
                "INSERT INTO browser_session (id_hash, user_id, expires_at)"
                    + " SELECT $1, id, now() + interval '1 hour' FROM app_user WHERE email = $2")
            .execute(Tuple.of(Buffer.buffer(Secrets.hash(token)), email)));
    TestBrowser with = browser();
    with.cookies().put(SESSION, token);
    return with;
  }

  private static Stream<Attack> forgeries(String form) {
    return Stream.of(
        new Attack(Family.CSRF, form + " without a form token", () -> forged(form, "")),
        new Attack(Family.CSRF, form + " with a made-up token", () -> forged(form, "x")),
        new Attack(Family.CSRF, form + " with another browser's", () -> forged(form, foreign())));
  }

  private static String foreign() {
    return signedIn(DEMO).get("/account").document().selectFirst("main [name=csrf]").val();
  }

  private static void forged(String form, String token) {
    TestBrowser victim = signedIn(DEMO);
    // What some of these pages need before they look at a form.
    victim.cookies().put(PENDING, "P".repeat(43));
    Map<String, String> fields = new HashMap<>();
    fields.put("csrf", token);
    fields.put("email", DEMO);
    fields.put("password", TestApp.PASSWORD);
    fields.put("current", TestApp.PASSWORD);
    fields.put("new", NEW);
    fields.put("code", "123456");
    fields.put("token", form.equals("/invitation") ? invitation() : "T".repeat(43));
    fields.put("session", "00000000-0000-0000-0000-000000000000");
    fields.put("grant", "00000000-0000-0000-0000-000000000000");
    assertThat(victim.post(form, fields).status()).isEqualTo(403);
    assertThat(victim.get("/account").status()).isEqualTo(200);
  }

  private static String invitation() {
    String token = String.format("I%042d", COUNT.incrementAndGet());
    app.execute(
        "INSERT INTO invitation (organization_id, email, role, token_hash, invited_by, expires_at)"
            + (" SELECT id, '" + DEMO + COUNT + "', 'reader', sha256('" + token)
            + "'), 'x', now() + interval '1 day' FROM organization WHERE slug = 'demo'");
    return token;
  }

  private static Attack framed(String path) {
    return new Attack(
        Family.CLICKJACKING,
        path,
        () -> {
          TestBrowser browser = signedIn(DEMO);
          browser.cookies().put(PENDING, "P".repeat(43));
          Page page = browser.get(path);
          assertThat(page.document().select("main")).hasSize(1);
          assertThat(page.header("content-security-policy"))
              .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
              .doesNotContain("unsafe");
          assertThat(
                  page.document().select("script:not([src]), style, [style], [onclick], [onload]"))
              .isEmpty();
          assertThat(page.header("x-frame-options")).isEqualTo("DENY");
          assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
        });
  }

  private static Stream<Attack> redirects(String address) {
    return Stream.of("request", "invitation", "next", "return_to")
        .map(
            parameter ->
                new Attack(
                    Family.REDIRECT, parameter + " " + address, () -> stays(parameter, address)));
  }

  private static void stays(String parameter, String address) {
    TestBrowser browser = browser();
    Page login = browser.get("/login?" + TestBrowser.encode(Map.of(parameter, address)));
    assertThat(login.document().select("a[href], form[action]").outerHtml()).doesNotContain("evil");
    Map<String, String> fields = new HashMap<>();
    fields.put("email", DEMO);
    fields.put("password", TestApp.PASSWORD);
    fields.put(parameter, address);
    assertThat(browser.submit(login, "/login", fields).location()).isEqualTo("/");
    Page out = browser.submit(browser.get("/"), "/logout", Map.of(parameter, address));
    assertThat(out.location()).isEqualTo("/login");
  }

  private static void tellsNothing(String kind) {
    String email = kind + "@demo.test";
    app.execute(
        switch (kind) {
          case "off" ->
              "INSERT INTO app_user (email, name, password_hash, disabled_at) SELECT '"
                  + (email + "', 'Off', password_hash, now() FROM app_user WHERE email = '")
                  + (DEMO + "' ON CONFLICT DO NOTHING");
          case "sso" ->
              "INSERT INTO app_user (email, name) VALUES ('"
                  + email
                  + "', 'S')"
                  + " ON CONFLICT DO NOTHING";
          default -> "SELECT 1";
        });
    TestBrowser browser = browser();
    Page wrong = browser.signIn(browser.get("/login"), DEMO, "wrong");
    Page asked = browser.signIn(browser.get("/login"), email, TestApp.PASSWORD);
    assertThat(asked.status()).isEqualTo(wrong.status()).isEqualTo(401);
    assertThat(shape(asked, email)).isEqualTo(shape(wrong, DEMO));
    assertThat(asked.response().headers().map().keySet())
        .isEqualTo(wrong.response().headers().map().keySet());
  }

  private static String shape(Page page, String email) {
    return page.response()
        .body()
        .replace(email, "@")
        .replaceAll("name=\"csrf\" value=\"[^\"]*\"", "csrf");
  }

  private static void throttled() {
    String email = user();
    TestBrowser browser = browser();
    List<Integer> statuses = new ArrayList<>();
    for (int attempt = 0; attempt < 9; attempt++) {
      statuses.add(browser.signIn(browser.get("/login"), email, "guess" + attempt).status());
    }
    assertThat(statuses.subList(0, 8)).containsOnly(401);
    // Not even the right password tells a guesser anything now.
    assertThat(signIn(browser, email).status()).isEqualTo(statuses.get(8)).isEqualTo(429);
  }

  /** A user with a second factor, and what it needs. */
  private record Enrolled(String email, TestAuthenticator app, List<String> recovery) {
    static Enrolled now() {
      String email = user();
      TestBrowser browser = signedIn(email);
      Page begun =
          browser.follow(
              browser.submit(
                  browser.get("/account/second-factor"),
                  "/account/second-factor/begin",
                  Map.of("password", TestApp.PASSWORD)));
      TestAuthenticator authenticator =
          new TestAuthenticator(begun.document().selectFirst("code.secret").text());
      // A step ago, so that the code of now is still unused.
      Page codes =
          browser.submit(
              begun, "/account/second-factor/confirm", Map.of("code", authenticator.code(-1)));
      return new Enrolled(email, authenticator, codes.document().select(".codes li").eachText());
    }

    Page secondStep(TestBrowser browser) {
      return browser.follow(signIn(browser, email));
    }
  }

  private static Page enter(TestBrowser browser, Page step, String code) {
    return browser.submit(step, "/login/second-factor", Map.of("code", code));
  }

  private static void replayedCode() {
    Enrolled user = Enrolled.now();
    TestBrowser first = browser();
    String code = user.app().code(1);
    assertThat(enter(first, user.secondStep(first), code).location()).isEqualTo("/");
    TestBrowser second = browser();
    assertThat(enter(second, user.secondStep(second), code).status()).isEqualTo(401);
  }

  private static void replayedRecovery() {
    Enrolled user = Enrolled.now();
    String code = user.recovery().get(0);
    TestBrowser first = browser();
    assertThat(enter(first, user.secondStep(first), code).location()).isEqualTo("/");
    TestBrowser second = browser();
    assertThat(enter(second, user.secondStep(second), code).status()).isEqualTo(401);
  }

  private static void replayedStep() {
    Enrolled user = Enrolled.now();
    TestBrowser browser = browser();
    Page step = user.secondStep(browser);
    String pending = browser.cookies().get(PENDING);
    assertThat(enter(browser, step, user.recovery().get(0)).location()).isEqualTo("/");
    TestBrowser thief = browser();
    thief.cookies().put(PENDING, pending);
    assertThat(enter(thief, step, user.recovery().get(1)).location()).isEqualTo("/login");
    assertThat(thief.cookies()).doesNotContainKey(SESSION);
  }

  private static void guessedCodes() {
    Enrolled user = Enrolled.now();
    TestBrowser browser = browser();
    Page step = user.secondStep(browser);
    for (int attempt = 0; attempt < 5; attempt++) {
      assertThat(enter(browser, step, "wrong" + attempt).status()).isEqualTo(401);
    }
    // The sign-in is over, whatever comes.
    assertThat(enter(browser, step, user.recovery().get(0)).location()).isEqualTo("/login");
  }

  private static void signedOut() {
    TestBrowser browser = signedIn(user());
    String session = browser.cookies().get(SESSION);
    browser.submit(browser.get("/"), "/logout", Map.of());
    browser.cookies().put(SESSION, session);
    assertThat(browser.get("/account").location()).isEqualTo("/login");
  }

  private static void oldSession() {
    String email = user();
    TestBrowser stolen = signedIn(email);
    TestBrowser owner = signedIn(email);
    String before = owner.cookies().get(SESSION);
    owner.submit(
        owner.get("/account"),
        "/account/password",
        Map.of("current", TestApp.PASSWORD, "new", NEW));
    assertThat(stolen.get("/account").location()).isEqualTo("/login");
    assertThat(owner.get("/account").status()).isEqualTo(200);
    stolen.cookies().put(SESSION, before);
    assertThat(stolen.get("/account").location()).isEqualTo("/login");
  }

  private static void planted(String cookie) {
    String fixed = "F".repeat(43);
    TestBrowser victim = browser();
    victim.cookies().put(cookie, fixed);
    signIn(victim, user());
    assertThat(victim.cookies().get(SESSION)).isNotEqualTo(fixed);
    TestBrowser attacker = browser();
    attacker.cookies().put(cookie, fixed);
    assertThat(attacker.get("/account").location()).isEqualTo("/login");
  }

  private static void rotated() {
    String email = user();
    TestBrowser browser = signedIn(email);
    String before = browser.cookies().get(SESSION);
    Page begun =
        browser.follow(
            browser.submit(
                browser.get("/account/second-factor"),
                "/account/second-factor/begin",
                Map.of("password", TestApp.PASSWORD)));
    String code = new TestAuthenticator(begun.document().selectFirst("code.secret").text()).code();
    browser.submit(begun, "/account/second-factor/confirm", Map.of("code", code));
    TestBrowser thief = browser();
    thief.cookies().put(SESSION, before);
    assertThat(thief.get("/account").location()).isEqualTo("/login");
    assertThat(browser.get("/account").status()).isEqualTo(200);
  }

  private static void foreignSession() {
    String victim = user();
    TestBrowser theirs = signedIn(victim);
    String id =
        app.text(
            "SELECT s.id::text FROM browser_session s JOIN app_user u ON u.id = s.user_id"
                + (" WHERE u.email = '" + victim + "'"));
    String email = user();
    signedIn(email);
    TestBrowser attacker = signedIn(email);
    attacker.submit(attacker.get("/account"), "/account/sessions/end", Map.of("session", id));
    assertThat(theirs.get("/account").status()).isEqualTo(200);
  }

  private static void echoed(String email) {
    TestBrowser browser = browser();
    Page page = browser.signIn(browser.get("/login"), email, "x");
    assertThat(page.status()).isEqualTo(401);
    assertThat(page.document().select("script:not([src])")).isEmpty();
    assertThat(page.document().select("form[action=/login] > input")).hasSize(3);
    assertThat(page.response().headers().allValues("set-cookie"))
        .noneMatch(cookie -> cookie.startsWith("x="));
  }

  private static void refused(String email, String password) {
    TestBrowser browser = browser();
    Page page = browser.signIn(browser.get("/login"), email, password);
    assertThat(page.status()).isIn(400, 401);
    assertThat(browser.cookies()).doesNotContainKey(SESSION);
  }

  private static void polluted(String... names) {
    TestBrowser browser = browser();
    Page login = browser.get("/login");
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    fields.add(Map.entry("csrf", login.document().selectFirst("[name=csrf]").val()));
    fields.add(Map.entry("email", DEMO));
    fields.add(Map.entry("password", TestApp.PASSWORD));
    fields.add(Map.entry(names[0], "x"));
    assertThat(browser.postAll("/login", fields).status()).isEqualTo(400);
    assertThat(browser.cookies()).doesNotContainKey(SESSION);
  }
}
