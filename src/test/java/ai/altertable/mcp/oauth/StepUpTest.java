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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client with the right to read asks for the right to write when a tool needs it. */
class StepUpTest {
  private static final TestApp APP = TestApp.start();
  private static final String HOSTED = "https://agent.example/callback";

  private final TestBrowser browser = new TestBrowser(APP.issuer());
  private final TestClient client = register();

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static TestClient register() {
    JsonObject metadata =
        new JsonObject()
            .put("client_name", "Hosted " + UUID.randomUUID())
            .put("redirect_uris", new JsonArray().add(HOSTED))
            .put("grant_types", new JsonArray().add("authorization_code").add("refresh_token"))
            .put("token_endpoint_auth_method", "none");
    TestClient anybody = new TestClient(APP, "");
    return new TestClient(
        APP, anybody.postJson("/oauth/register", metadata.encode()).json().getString("client_id"));
  }

  private Page open(String scope) {
    Map<String, String> parameters = client.authorization();
    parameters.put("redirect_uri", HOSTED);
    parameters.put("scope", scope);
    Page page = browser.follow(browser.get(client.authorizeUrl(parameters)));
    return page.document().selectFirst("form[action=/login]") == null
        ? page
        : browser.follow(browser.signIn(page, "demo@altertable.local", TestApp.PASSWORD));
  }

  private Page allow(String scope, boolean write) {
    Map<String, String> choice = new HashMap<>();
    choice.put("environment", "staging");
    choice.put("decision", "authorize");
    if (write) {
      choice.put("write", "yes");
    }
    return browser.submit(open(scope), "/consent", choice);
  }

  private JsonObject tokens(Page done) {
    assertThat(done.status()).isEqualTo(303);
    Map<String, String> form = client.exchange(query(done.location()).get("code"));
    form.put("redirect_uri", HOSTED);
    return client.post("/oauth/token", form).json();
  }

  /** Whether the user was spared the page. */
  private boolean unasked(String scope) {
    return open(scope).status() == 303;
  }

  @ParameterizedTest
  @ValueSource(strings = {"read write", "write", "write unknown offline_access"})
  void addsToWhatWasAllowed(String scope) {
    assertThat(tokens(allow("read", false)).getString("scope")).isEqualTo("read");
    assertThat(unasked(scope)).as("more than before").isFalse();
    JsonObject more = tokens(allow(scope, true));
    assertThat(more.getString("scope")).isEqualTo("read write");
    assertThat(client.refresh(more.getString("refresh_token")).json().getString("scope"))
        .isEqualTo("read write");
    assertThat(unasked(scope)).as("remembered").isTrue();
    assertThat(unasked("read write")).isTrue();
  }

  @Test
  void leavesTheTokensOfOtherInstallationsAsTheyAre() {
    JsonObject elsewhere = tokens(allow("read", false));
    tokens(allow("read write", true));
    assertThat(client.refresh(elsewhere.getString("refresh_token")).json().getString("scope"))
        .isEqualTo("read");
  }

  @Test
  void askingForLessForgetsNothing() {
    tokens(allow("read write", true));
    assertThat(tokens(open("read")).getString("scope")).isEqualTo("read");
    assertThat(unasked("read write")).isTrue();
  }

  @Test
  void aRefusalIsRemembered() {
    tokens(allow("read write", true));
    Map<String, String> parameters = client.authorization();
    parameters.put("redirect_uri", HOSTED);
    parameters.put("prompt", "consent");
    Page asked = browser.follow(browser.get(client.authorizeUrl(parameters)));
    Page done =
        browser.submit(
            asked, "/consent", Map.of("environment", "staging", "decision", "authorize"));
    assertThat(tokens(done).getString("scope")).isEqualTo("read");
    assertThat(unasked("read write")).as("no longer allowed").isFalse();
    assertThat(unasked("read")).isTrue();
  }
}
