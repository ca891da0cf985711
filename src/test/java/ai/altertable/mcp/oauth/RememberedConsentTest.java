package ai.altertable.mcp.oauth;

import static ai.altertable.mcp.testing.TestClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A user who decided the same before is not asked again; whoever asks for more is shown. */
class RememberedConsentTest {
  private static final TestApp APP = TestApp.start();
  private static final String HOSTED = "https://app.example/callback";

  private final TestBrowser browser = new TestBrowser(APP.issuer());
  private final TestClient client = register(HOSTED);

  @AfterAll
  static void stop() {
    APP.close();
  }

  @AfterEach
  void restore() {
    APP.execute("UPDATE organization_role SET role = 'admin'");
  }

  private static TestClient register(String redirect) {
    JsonObject metadata =
        new JsonObject()
            .put("client_name", "Hosted " + UUID.randomUUID())
            .put("redirect_uris", new JsonArray().add(redirect).add(TestClient.REDIRECT))
            .put("grant_types", new JsonArray().add("authorization_code").add("refresh_token"))
            .put("token_endpoint_auth_method", "none");
    TestClient anybody = new TestClient(APP, "");
    return new TestClient(
        APP, anybody.postJson("/oauth/register", metadata.encode()).json().getString("client_id"));
  }

  private Map<String, String> request(String scope) {
    Map<String, String> parameters = client.authorization();
    parameters.put("redirect_uri", HOSTED);
    parameters.put("scope", scope);
    return parameters;
  }

  /** Where a request ends: at a page of ours, or at the client. */
  private Page open(Map<String, String> parameters) {
    Page page = browser.follow(browser.get(client.authorizeUrl(parameters)));
    return page.document().selectFirst("form[action=/login]") == null
        ? page
        : browser.follow(browser.signIn(page, "demo@altertable.local", TestApp.PASSWORD));
  }

  private void allow(Map<String, String> parameters, String environment, boolean write) {
    Map<String, String> choice = new HashMap<>();
    choice.put("environment", environment);
    choice.put("decision", "authorize");
    if (write) {
      choice.put("write", "yes");
    }
    assertThat(browser.submit(open(parameters), "/consent", choice).status()).isEqualTo(303);
  }

  private static void assertAsked(Page page) {
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("asks for access");
  }

  @Test
  void isNotAskedForAgain() {
    allow(request("read"), "staging", false);
    Page done = open(request("read"));
    assertThat(done.status()).isEqualTo(303);
    assertThat(done.location()).startsWith(HOSTED + "?code=");
    assertThat(query(done.location())).containsEntry("iss", APP.issuer());
    Map<String, String> form = client.exchange(query(done.location()).get("code"));
    form.put("redirect_uri", HOSTED);
    JsonObject tokens = client.post("/oauth/token", form).json();
    assertThat(tokens.getString("scope")).isEqualTo("read");
    assertThat(APP.audit().lines()).contains("consent ok", "consent remembered");
  }

  @Test
  void isAskedForWhenItGrows() {
    allow(request("read"), "staging", false);
    Page page = open(request("read write"));
    assertAsked(page);
    assertThat(page.document().selectFirst("#held").text())
        .contains("You allowed before", "Read in Demo / Staging", "It asks to write as well.");
    assertThat(page.document().select("fieldset:not(#held) input[type=checkbox]").eachAttr("id"))
        .containsExactly("write");
    assertThat(page.document().selectFirst("#read").hasAttr("disabled")).isTrue();
    assertThat(page.document().selectFirst("#write").hasAttr("checked")).isFalse();
    assertThat(page.document().selectFirst("#environment option[selected]").val())
        .isEqualTo("staging");

    Map<String, String> choice = Map.of("decision", "authorize", "write", "yes");
    Page done = browser.submit(page, "/consent", choice);
    Map<String, String> form = client.exchange(query(done.location()).get("code"));
    form.put("redirect_uri", HOSTED);
    assertThat(client.post("/oauth/token", form).json().getString("scope")).isEqualTo("read write");
    assertThat(open(request("read write")).location()).startsWith(HOSTED);
  }

  @Test
  void isNotAboutWritingWhereTheUserMayNot() {
    allow(request("read"), "staging", false);
    APP.execute("UPDATE organization_role SET role = 'reader'");
    Page page = open(request("read write"));
    assertAsked(page);
    assertThat(page.document().selectFirst("#write")).isNull();
    assertThat(page.document().selectFirst("#read").hasAttr("disabled")).isFalse();
  }

  @Test
  void isAskedForWhenTheClientWantsIt() {
    allow(request("read"), "staging", false);
    Map<String, String> parameters = request("read");
    parameters.put("prompt", "consent");
    assertAsked(open(parameters));
  }

  @Test
  void isAlwaysAskedForWhereAnyProgramCouldListen() {
    Map<String, String> loopback = client.authorization();
    loopback.put("scope", "read");
    allow(loopback, "staging", false);
    Page page = open(loopback);
    assertAsked(page);
    assertThat(page.document().selectFirst("#environment option[selected]").val())
        .isEqualTo("staging");
    assertAsked(open(request("read")));
  }

  @Test
  void isForgottenWhenItIsTakenBack() {
    allow(request("read"), "staging", false);
    Page apps = browser.get("/apps");
    String grant = apps.document().select("form[action=/apps/revoke] [name=grant]").first().val();
    browser.submit(apps, "/apps/revoke", Map.of("grant", grant));
    assertAsked(open(request("read")));
  }

  @Test
  void isAskedForWhenTheChoiceIsNotClearOrGone() {
    allow(request("read write"), "staging", true);
    APP.execute("UPDATE organization_role SET role = 'reader'");
    assertAsked(open(request("read write")));
    APP.execute("UPDATE organization_role SET role = 'admin'");
    Map<String, String> elsewhere = request("read");
    elsewhere.put("resource", TestApp.RESOURCE + "/demo/production");
    allow(elsewhere, "production", false);
    assertAsked(open(request("read")));
    assertThat(open(elsewhere).location()).startsWith(HOSTED);
  }

  @Test
  void isNotDecidedByLookingAtTheHead() throws Exception {
    allow(request("read"), "staging", false);
    String location = browser.get(client.authorizeUrl(request("read"))).location();
    Page head = browser.head(location);
    assertThat(head.status()).isEqualTo(200);
    assertThat(browser.get(location).location()).startsWith(HOSTED);
  }
}
