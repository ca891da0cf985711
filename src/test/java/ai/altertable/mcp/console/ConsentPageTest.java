package ai.altertable.mcp.console;

import static ai.altertable.mcp.testing.TestClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestAuthenticator;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsentPageTest {
  private static final TestApp APP = TestApp.start();
  private static final TestClient CLIENT = TestClient.register(APP, "Agent");
  private static final Map<String, String> AUTHORIZE = Map.of("decision", "authorize");

  private final TestBrowser browser = new TestBrowser(APP.issuer());

  @AfterAll
  static void stop() {
    APP.close();
  }

  @AfterEach
  void restore() {
    APP.execute("DELETE FROM organization WHERE slug = 'acme'");
    APP.execute("UPDATE organization_role SET role = 'admin'");
    APP.execute("DELETE FROM remembered_consent");
    APP.execute("DELETE FROM recovery_code");
    APP.execute("DELETE FROM second_factor");
  }

  private Page consent(Map<String, String> parameters) {
    Page page = browser.follow(browser.get(CLIENT.authorizeUrl(parameters)));
    return page.document().selectFirst("form[action=/login]") == null
        ? page
        : browser.follow(browser.signIn(page, "demo@altertable.local", TestApp.PASSWORD));
  }

  private Page consent() {
    return consent(CLIENT.authorization());
  }

  private static void joinAcme(String role) {
    APP.execute(
        """
        WITH o AS (INSERT INTO organization (slug, name) VALUES ('acme', 'Acme') RETURNING id),
             e AS (INSERT INTO environment (organization_id, slug, name)
                   SELECT id, 'production', 'Production' FROM o)
        INSERT INTO organization_role (user_id, organization_id, role)
        SELECT u.id, o.id, '%s' FROM app_user u, o
        """
            .formatted(role));
  }

  @Test
  void showsWhoAsksAndWhereTheAnswerGoes() {
    Page page = consent();
    assertThat(page.text())
        .contains("Agent asks for access", "Unverified", "127.0.0.1:4321", "demo@altertable.local");
    assertThat(page.document().selectFirst("#read").hasAttr("checked")).isTrue();
    assertThat(page.document().selectFirst("#write").hasAttr("checked")).isFalse();
    assertThat(page.document().select("label[for=organization]").text()).isEqualTo("Organization");
    assertThat(page.document().select("label[for=environment]").text()).isEqualTo("Environment");
    assertThat(page.header("content-security-policy")).doesNotContain("form-action");
  }

  @Test
  void grantsExactlyWhatWasTicked() {
    Map<String, String> choice = new HashMap<>(AUTHORIZE);
    choice.put("environment", "staging");
    Page done = browser.submit(consent(), "/consent", choice);
    assertThat(done.status()).isEqualTo(303);
    assertThat(query(done.location()))
        .containsEntry("state", "a state/with+signs")
        .containsEntry("iss", APP.issuer());
    JsonObject tokens =
        CLIENT.post("/oauth/token", CLIENT.exchange(query(done.location()).get("code"))).json();
    assertThat(tokens.getString("scope")).isEqualTo("read");
  }

  @Test
  void tellsTheClientOfADenial() {
    Page done = browser.submit(consent(), "/consent", Map.of("decision", "deny"));
    assertThat(query(done.location()))
        .containsEntry("error", "access_denied")
        .containsEntry("iss", APP.issuer())
        .containsEntry("state", "a state/with+signs");
    assertThat(APP.audit().lines()).contains("consent.denied denied");
  }

  @Test
  void decidesOnce() {
    Page page = consent();
    assertThat(browser.submit(page, "/consent", AUTHORIZE).status()).isEqualTo(303);
    assertThat(browser.submit(page, "/consent", AUTHORIZE).status()).isEqualTo(400);
  }

  @Test
  void isBoundToTheBrowserThatBroughtTheRequest() {
    String location =
        new TestBrowser(APP.issuer()).get(CLIENT.authorizeUrl(CLIENT.authorization())).location();
    consent();
    Page page = browser.get(location);
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text()).contains("This request has ended");
  }

  @Test
  void refusesForgedFormTokensAndThoseOfOtherRequests() {
    Page one = consent();
    Page other = consent();
    assertThat(browser.submit(one, "/consent", Map.of("csrf", "x")).status()).isEqualTo(403);
    String foreign = other.document().selectFirst("#consent [name=csrf]").val();
    assertThat(browser.submit(one, "/consent", Map.of("csrf", foreign)).status()).isEqualTo(403);
    assertThat(browser.submit(one, "/consent", AUTHORIZE).status()).isEqualTo(303);
  }

  @Test
  void takesNoEnvironmentOfOthers() {
    APP.execute(
        """
        WITH o AS (INSERT INTO organization (slug, name) VALUES ('acme', 'Acme') RETURNING id)
        INSERT INTO environment (organization_id, slug, name) SELECT id, 'production', 'P' FROM o
        """);
    Page page = consent();
    for (String environment : new String[] {"acme/production", "unknown", ""}) {
      Map<String, String> choice = new HashMap<>(AUTHORIZE);
      choice.put("environment", environment);
      choice.put("organization", "acme");
      assertThat(browser.submit(page, "/consent", choice).status()).isEqualTo(400);
    }
  }

  @Test
  void needsAtLeastOneScope() {
    Map<String, String> nothing = new HashMap<>(AUTHORIZE);
    nothing.put("read", null);
    Page page = browser.submit(consent(), "/consent", nothing);
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text()).contains("Choose what the application may do");
  }

  @Test
  void neverGrantsMoreThanTheRole() {
    APP.execute("UPDATE organization_role SET role = 'reader'");
    Page page = consent();
    assertThat(page.document().selectFirst("#write")).isNull();
    Map<String, String> forced = new HashMap<>(AUTHORIZE);
    forced.put("write", "yes");
    assertThat(browser.submit(page, "/consent", forced).text()).contains("allows reading only");
  }

  @Test
  void makesTheTwoChoicesAgreeWithSeveralOrganizations() {
    joinAcme("reader");
    Page page = consent();
    assertThat(page.document().select("#organization option")).hasSize(2);
    assertThat(page.document().select("#environment option").eachText())
        .containsExactly("Acme / Production", "Demo / Production", "Demo / Staging");
    Map<String, String> choice = new HashMap<>(AUTHORIZE);
    choice.put("organization", "acme");
    choice.put("environment", "demo/production");
    Page refused = browser.submit(page, "/consent", choice);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.document().selectFirst("#organization option[selected]").val())
        .isEqualTo("acme");
    choice.put("environment", "acme/production");
    choice.put("write", "yes");
    assertThat(browser.submit(refused, "/consent", choice).text()).contains("allows reading only");
    choice.put("write", null);
    assertThat(browser.submit(refused, "/consent", choice).status()).isEqualTo(303);
  }

  @Test
  void aResourceOfOneEnvironmentFixesTheChoice() {
    Map<String, String> parameters = CLIENT.authorization();
    parameters.put("resource", TestApp.RESOURCE + "/demo/staging");
    Page page = consent(parameters);
    assertThat(page.document().select("#environment option").eachAttr("value"))
        .containsExactly("staging");
    Map<String, String> other = new HashMap<>(AUTHORIZE);
    other.put("environment", "production");
    assertThat(browser.submit(page, "/consent", other).status()).isEqualTo(400);
    Page done = browser.submit(page, "/consent", AUTHORIZE);
    Map<String, String> form = CLIENT.exchange(query(done.location()).get("code"));
    form.put("resource", TestApp.RESOURCE);
    assertThat(CLIENT.post("/oauth/token", form).error()).isEqualTo("invalid_target");
    form.remove("resource");
    assertThat(CLIENT.post("/oauth/token", form).status()).isEqualTo(200);
  }

  @Test
  void saysSoWhenThereIsNothingToShare() {
    APP.execute("UPDATE organization_role SET role = 'member'");
    Page page = consent();
    assertThat(page.text()).contains("no environment");
    assertThat(query(browser.submit(page, "/consent", Map.of()).location()))
        .containsEntry("error", "access_denied");
  }

  @Test
  void keepsTheRequestThroughASecondFactor() {
    APP.execute(
        """
        INSERT INTO second_factor (user_id, secret_sealed, confirmed_at)
        SELECT id, '\\x00', now() FROM app_user
        """);
    APP.execute(
        """
        INSERT INTO recovery_code (user_id, code_hash)
        SELECT u.id, sha256(code::bytea) FROM app_user u, (VALUES ('abcdefgh'), ('ABCDEFGH')) c (code)
        """);
    Page page = consent();
    assertThat(page.document().selectFirst("form[action=/login/second-factor]")).isNotNull();
    Page entered = browser.submit(page, "/login/second-factor", Map.of("code", "abcdefgh"));
    assertThat(browser.follow(entered).text()).contains("Agent asks for access");
  }

  @Test
  void keepsTheRequestWhileASecondFactorIsSetUpThatThePolicyWants() {
    APP.execute(
        """
        INSERT INTO organization_policy (organization_id, require_second_factor)
        SELECT id, true FROM organization WHERE slug = 'demo'
        ON CONFLICT (organization_id) DO UPDATE SET require_second_factor = true
        """);
    try {
      Page page = consent();
      assertThat(page.text()).contains("Demo asks for a second factor");
      String way = page.document().selectFirst("a[href^=/account/second-factor]").attr("href");
      Page begin = browser.get(way);
      Map<String, String> wrong = Map.of("password", "no");
      Page again = browser.submit(begin, "/account/second-factor/begin", wrong);
      assertThat(again.status()).isEqualTo(403);
      Map<String, String> right = Map.of("password", TestApp.PASSWORD);
      Page scan = browser.follow(browser.submit(again, "/account/second-factor/begin", right));
      Page mistyped = browser.submit(scan, "/account/second-factor/confirm", Map.of("code", "x"));
      assertThat(mistyped.status()).isEqualTo(400);
      String code =
          new TestAuthenticator(mistyped.document().selectFirst("code.secret").text()).code();
      Page codes = browser.submit(mistyped, "/account/second-factor/confirm", Map.of("code", code));
      Page back =
          browser.get(codes.document().selectFirst("a.button[href^=/consent]").attr("href"));
      assertThat(back.text()).contains("Agent asks for access");
      Page done = browser.submit(back, "/consent", AUTHORIZE);
      assertThat(query(done.location())).containsKey("code");
    } finally {
      APP.execute("UPDATE organization_policy SET require_second_factor = false");
    }
  }

  @Test
  void saysWhichOrganizationsAreMissingAmongTheChoices() {
    joinAcme("reader");
    APP.execute(
        """
        INSERT INTO organization_policy (organization_id, require_second_factor)
        SELECT id, true FROM organization WHERE slug = 'acme'
        """);
    Page page = consent();
    assertThat(page.text()).contains("Acme asks for a second factor");
    assertThat(page.document().select("#organization option").eachText()).containsExactly("Demo");
  }

  @Test
  void sendsStrangersThroughSignInToTheSecondFactorTheyWereSentToSetUp() {
    String request = consent().document().selectFirst("#consent [name=request]").val();
    browser.cookies().remove("altertable_session");
    assertThat(browser.get("/account/second-factor?request=" + request).location())
        .isEqualTo("/login?request=" + request);
  }

  @Test
  void showsTheOnlyEnvironmentThatThereIs() {
    Map<String, String> parameters = CLIENT.authorization();
    parameters.put("resource", TestApp.RESOURCE + "/demo/staging");
    Page page = consent(parameters);
    assertThat(page.text()).contains("This is the only environment that you could choose.");
    assertThat(page.document().select("#environment option")).hasSize(1);
    assertThat(browser.submit(page, "/consent", AUTHORIZE).status()).isEqualTo(303);
  }

  @Test
  void switchesAccountsAndKeepsTheRequest() {
    Page page = consent();
    Page login = browser.follow(browser.submit(page, "/logout", Map.of()));
    Page again = browser.follow(browser.signIn(login, "demo@altertable.local", TestApp.PASSWORD));
    assertThat(again.text()).contains("Agent asks for access");
  }
}
