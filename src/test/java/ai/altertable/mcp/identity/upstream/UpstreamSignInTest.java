package ai.altertable.mcp.identity.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestDatabase;
import ai.altertable.mcp.testing.TestProvider;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sign-in through a provider that behaves: who is let in, and as whom. */
class UpstreamSignInTest {
  private static final String DEMO = "demo@altertable.local";

  private static TestProvider provider;
  private static TestApp app;

  private final TestBrowser browser = new TestBrowser(app.issuer());

  @BeforeAll
  static void start() throws IOException {
    provider = TestProvider.start();
    app = TestApp.start(TestDatabase.create(), provider.settings());
  }

  @AfterAll
  static void stop() {
    app.close();
    provider.close();
  }

  @BeforeEach
  void forget() {
    app.execute("DELETE FROM upstream_identity");
  }

  private static Page through(TestBrowser browser, String start) {
    Page away = browser.get(start);
    assertThat(away.status()).isEqualTo(303);
    return browser.get(browser.get(away.location()).location());
  }

  private Page signIn() {
    return through(browser, "/login/upstream");
  }

  private static void invite(String email, String organization, String role) {
    app.execute(
        "INSERT INTO invitation (organization_id, email, role, token_hash, invited_by, expires_at)"
            + (" SELECT id, '" + email + "', '" + role + "', sha256('" + token(email, organization))
            + "'), 'x', now() + interval '1 day' FROM organization WHERE slug = '"
            + organization
            + "'");
  }

  private static String token(String email, String organization) {
    return (email + organization).replaceAll("\\W", "_")
        + "_".repeat(43).substring(email.length() + organization.length());
  }

  private static long count(String query) {
    return Await.get(
        app.database()
            .pool()
            .query(query)
            .execute()
            .map(rows -> rows.iterator().next().getLong(0)));
  }

  @Test
  void letsInAUserWithThatVerifiedAddressAndKnowsThemAgainByTheProvidersKey() {
    provider.vouchFor("subject-1", "Demo@Altertable.LOCAL");
    assertThat(browser.get("/login").text()).contains("Continue with Acme ID");
    assertThat(signIn().location()).isEqualTo("/");
    assertThat(browser.get("/").text()).contains(DEMO, "Demo / Production");
    assertThat(app.audit().lines()).contains("sign_in ok");

    provider.vouchFor("subject-1", "married@name.test");
    TestBrowser again = new TestBrowser(app.issuer());
    assertThat(through(again, "/login/upstream").location()).isEqualTo("/");
    assertThat(again.get("/").text()).contains(DEMO);
    assertThat(count("SELECT count(*) FROM upstream_identity")).isEqualTo(1);
  }

  @Test
  void doesNotGiveAnAccountToTheNextOwnerOfItsAddress() {
    provider.vouchFor("first", DEMO);
    signIn();
    provider.vouchFor("second", DEMO);
    TestBrowser other = new TestBrowser(app.issuer());
    Page refused = through(other, "/login/upstream");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(other.get("/").location()).isEqualTo("/login");
  }

  @Test
  void admitsAnInvitedAddressToEveryOrganizationThatInvitedIt() {
    app.execute("INSERT INTO organization (slug, name) VALUES ('acme', 'Acme')");
    invite("ada@demo.test", "demo", "reader");
    invite("ada@demo.test", "acme", "admin");
    provider.vouchFor("ada", "ada@demo.test");
    assertThat(signIn().location()).isEqualTo("/");
    assertThat(browser.get("/").text()).contains("ada@demo.test", "Demo / Staging");
    assertThat(browser.get("/account").text()).contains("Ada Lovelace");
    assertThat(
            count(
                "SELECT count(*) FROM organization_role r JOIN app_user u ON u.id = r.user_id"
                    + " WHERE u.email = 'ada@demo.test'"))
        .isEqualTo(2);
    assertThat(count("SELECT count(*) FROM invitation WHERE email = 'ada@demo.test'")).isZero();
  }

  @Test
  void asksUserinfoWhenTheIdTokenIsLean() {
    provider.vouchFor("lean", DEMO);
    provider.leaveToUserinfo();
    assertThat(signIn().location()).isEqualTo("/");
    assertThat(provider.asked("/userinfo")).isEqualTo(1);
  }

  @Test
  void goesOnToTheConsentThatItWasBegunFor() {
    TestClient client = TestClient.register(app, "Claude Code");
    Page login = browser.follow(browser.get(client.authorizeUrl(client.authorization())));
    provider.vouchFor("consent", DEMO);
    String start = login.document().selectFirst("a[href^=/login/upstream]").attr("href");
    assertThat(start).contains("?request=");
    Page consent = browser.follow(through(browser, start));
    assertThat(consent.text()).contains("Claude Code");
    Map<String, String> choice = new HashMap<>();
    choice.put("environment", "production");
    choice.put("decision", "authorize");
    assertThat(browser.submit(consent, "/consent", choice).location())
        .startsWith(TestClient.REDIRECT)
        .contains("code=");
  }

  @Test
  void joinsOnTheWayWhoHasAnInvitationAndNoAccount() {
    invite("joins@demo.test", "demo", "reader");
    Page invitation = browser.get("/invitation?token=" + token("joins@demo.test", "demo"));
    String start = invitation.document().selectFirst("a[href^=/login/upstream]").attr("href");
    assertThat(start).contains("?invitation=");
    provider.vouchFor("joins", "joins@demo.test");
    assertThat(through(browser, start).location()).isEqualTo("/");
    assertThat(browser.get("/").text()).contains("joins@demo.test", "Demo / Staging");
    assertThat(app.audit().lines()).contains("invitation.accept ok");
  }

  @Test
  void carriesAnInvitationToAnAccountThatThereIs() {
    app.execute("INSERT INTO app_user (email, name) VALUES ('carries@demo.test', 'C')");
    invite("carries@demo.test", "demo", "reader");
    String link = "/invitation?token=" + token("carries@demo.test", "demo");
    Page login = browser.get(browser.get(link).document().selectFirst("a.wide").attr("href"));
    String start = login.document().selectFirst("a[href^=/login/upstream]").attr("href");
    provider.vouchFor("carries", "carries@demo.test");
    Page back = through(browser, start);
    assertThat(back.location()).isEqualTo(link);
    assertThat(browser.submit(browser.follow(back), "/invitation", Map.of()).location())
        .isEqualTo("/");
    assertThat(browser.get("/").text()).contains("Demo / Staging");
  }

  @Test
  void showsAnInvitationOfSomebodyElseAsWhatItIs() {
    invite("else@demo.test", "demo", "reader");
    String link = "/invitation?token=" + token("else@demo.test", "demo");
    provider.vouchFor("subject-1", DEMO);
    Page back = through(browser, "/login/upstream?invitation=" + token("else@demo.test", "demo"));
    assertThat(back.location()).isEqualTo(link);
    assertThat(browser.follow(back).text()).contains("This invitation is for else@demo.test");
  }

  @Test
  void asksForTheSecondFactorAllTheSame() {
    app.execute(
        "INSERT INTO app_user (email, name) VALUES ('two@demo.test', 'Two');"
            + " INSERT INTO second_factor (user_id, secret_sealed, confirmed_at)"
            + " SELECT id, '\\x00'::bytea, now() FROM app_user WHERE email = 'two@demo.test'");
    provider.vouchFor("two", "two@demo.test");
    assertThat(signIn().location()).isEqualTo("/login/second-factor");
    assertThat(browser.get("/").location()).isEqualTo("/login");
  }

  @Test
  void startsANewSessionAndEndsTheOldOne() {
    String fixed = "F".repeat(43);
    browser.cookies().put("altertable_session", fixed);
    provider.vouchFor("rotate", DEMO);
    signIn();
    String first = browser.cookies().get("altertable_session");
    assertThat(first).isNotEqualTo(fixed);
    signIn();
    browser.cookies().put("altertable_session", first);
    assertThat(browser.get("/").location()).isEqualTo("/login");
  }

  @Test
  void limitsTheDomains() throws IOException {
    try (TestProvider strict = TestProvider.start()) {
      Map<String, String> settings = new HashMap<>(strict.settings());
      settings.put("ALTERTABLE_OIDC_DOMAINS", "Acme.example, altertable.local");
      try (TestApp own = TestApp.start(TestDatabase.create(), settings)) {
        own.execute("INSERT INTO app_user (email, name) VALUES ('ada@sub.acme.example', 'Ada')");
        strict.vouchFor("a", "ada@sub.acme.example");
        TestBrowser outside = new TestBrowser(own.issuer());
        assertThat(through(outside, "/login/upstream").status()).isEqualTo(403);
        strict.vouchFor("d", DEMO);
        assertThat(through(outside, "/login/upstream").location()).isEqualTo("/");
      }
    }
  }

  @Test
  void keepsNoSecretOfASignInUnderWay() {
    provider.vouchFor("dump", DEMO);
    String invitation = "I".repeat(43);
    String start = "/login/upstream?invitation=" + invitation;
    Map<String, String> sent = TestClient.query(browser.get(start).location());
    String dump =
        Await.get(
            app.database()
                .pool()
                .query("SELECT string_agg(s::text, ' ') AS dump FROM upstream_sign_in s")
                .execute()
                .map(rows -> rows.iterator().next().getString("dump")));
    assertThat(dump).contains(sent.get("nonce")).doesNotContain(sent.get("state"), invitation);
    assertThat(sent.get("redirect_uri")).isEqualTo(app.issuer() + "/login/upstream/callback");
    assertThat(sent.get("scope")).isEqualTo("openid email profile");
  }
}
