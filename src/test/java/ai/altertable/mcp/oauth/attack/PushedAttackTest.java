package ai.altertable.mcp.oauth.attack;

import static ai.altertable.mcp.testing.TestClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import ai.altertable.mcp.testing.TestKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Pushed authorization requests (RFC 9126) of others, again, and changed on their way. */
class PushedAttackTest implements AttackTable {
  private static final String PAR = "/oauth/par";

  /** Parameter, value, error at the endpoint. */
  private static final String[][] CHANGED = {
    {"REDIRECT", "redirect_uri", "https://evil.example/cb", "invalid_request"},
    {"REDIRECT", "redirect_uri", "http://127.0.0.1:4321@evil.example/callback", "invalid_request"},
    {"PKCE_DOWNGRADE", "code_challenge", "", "invalid_request"},
    {"PKCE_DOWNGRADE", "code_challenge_method", "plain", "invalid_request"},
    {"MIX_UP", "resource", "https://evil.example/v1", "invalid_target"},
    {"SSRF", "request_uri", "https://evil.example/r", "invalid_request"},
    {"JWT_CONFUSION", "request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported"},
    {"KEY_BINDING", "dpop_jkt", "short", "invalid_request"},
    {"OVERSIZED", "state", "x".repeat(5000), "invalid_request"},
    {"CODE_INJECTION", "response_type", "token", "unsupported_response_type"},
    {"CODE_INJECTION", "client_id", "unknown", "invalid_client"},
    {"POLLUTION", "client_secret", "made-up", "invalid_client"}
  };

  private static TestApp app;
  private static TestClient client;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    client = TestClient.register(app, "Agent");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.concat(
        Stream.of(CHANGED).map(PushedAttackTest::changed),
        Stream.of(
            new Attack(Family.REPLAY, "a request_uri again", PushedAttackTest::again),
            new Attack(Family.REPLAY, "a request_uri too late", PushedAttackTest::late),
            new Attack(Family.MIX_UP, "another client's request_uri", PushedAttackTest::others),
            new Attack(Family.POLLUTION, "other parameters beside it", PushedAttackTest::beside),
            new Attack(Family.POLLUTION, "a parameter twice", PushedAttackTest::twice),
            new Attack(Family.REDIRECT, "an invented request_uri", PushedAttackTest::invented),
            new Attack(Family.CODE_INJECTION, "a client unproven", PushedAttackTest::unproven),
            new Attack(Family.KEY_BINDING, "dpop_jkt of another", PushedAttackTest::otherKey),
            new Attack(Family.KEY_BINDING, "a code without its key", PushedAttackTest::boundCode),
            new Attack(
                Family.PKCE_DOWNGRADE, "not ahead, as promised", PushedAttackTest::promised)));
  }

  private static String push(Map<String, String> parameters, String... headers) {
    Answer answer = client.post(PAR, parameters, headers);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.response().headers().firstValue("cache-control")).contains("no-store");
    assertThat(answer.json().getInteger("expires_in")).isEqualTo(60);
    return answer.json().getString("request_uri");
  }

  private static String url(String clientId, String requestUri) {
    return "/oauth/authorize?"
        + TestBrowser.encode(Map.of("client_id", clientId, "request_uri", requestUri));
  }

  private static void ended(Page page) {
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.response().headers().firstValue("location")).isEmpty();
    assertThat(page.text()).contains("sent ahead");
  }

  private static Attack changed(String[] row) {
    return new Attack(
        Family.valueOf(row[0]),
        row[1] + "=" + (row[2].length() > 100 ? row[2].length() + " characters" : row[2]),
        () -> {
          Map<String, String> parameters = client.authorization();
          parameters.put(row[1], row[2]);
          Answer answer = client.post(PAR, parameters);
          assertThat(answer.status()).isBetween(400, 401);
          assertThat(answer.error()).isEqualTo(row[3]);
        });
  }

  private static void again() {
    String uri = push(client.authorization());
    TestBrowser browser = new TestBrowser(app.issuer());
    assertThat(browser.get(url(client.id(), uri)).location()).startsWith("/consent?request=");
    ended(browser.get(url(client.id(), uri)));
  }

  private static void late() {
    String uri = push(client.authorization());
    app.execute("UPDATE pushed_request SET expires_at = now() - interval '1 second'");
    ended(new TestBrowser(app.issuer()).get(url(client.id(), uri)));
  }

  private static void others() {
    String uri = push(client.authorization());
    TestBrowser browser = new TestBrowser(app.issuer());
    ended(browser.get(url(TestClient.register(app, "Thief").id(), uri)));
    assertThat(browser.get(url(client.id(), uri)).status()).as("it is still good").isEqualTo(303);
  }

  private static void beside() {
    Map<String, String> pushed = client.authorization();
    pushed.put("scope", "read");
    String uri = push(pushed);
    String url =
        url(client.id(), uri)
            + "&scope=read+write&redirect_uri=https://evil.example/cb&state=x&response_type=token";
    Page done =
        client.submit(client.open(url), Map.of("environment", "staging", "decision", "authorize"));
    assertThat(done.location()).startsWith(TestClient.REDIRECT + "?");
    assertThat(query(done.location())).containsEntry("state", "a state/with+signs");
    JsonObject tokens =
        client.post("/oauth/token", client.exchange(query(done.location()).get("code"))).json();
    assertThat(tokens.getString("scope")).isEqualTo("read");
  }

  private static void twice() {
    String body = TestBrowser.encode(client.authorization()) + "&scope=read";
    assertThat(client.postRaw(PAR, body, "application/x-www-form-urlencoded").error())
        .isEqualTo("invalid_request");
  }

  private static void invented() {
    TestBrowser browser = new TestBrowser(app.issuer());
    for (String id : new String[] {"x", "", "../../consent", "' OR 1=1 --"}) {
      ended(browser.get(url(client.id(), "urn:ietf:params:oauth:request_uri:" + id)));
    }
  }

  private static void unproven() {
    TestKey key = new TestKey("one");
    JsonObject metadata =
        new JsonObject()
            .put("client_name", "Signer")
            .put("redirect_uris", new JsonArray().add(TestClient.REDIRECT))
            .put("token_endpoint_auth_method", "private_key_jwt")
            .put("jwks", key.jwks());
    String id = client.postJson("/oauth/register", metadata.encode()).json().getString("client_id");
    Map<String, String> parameters = new TestClient(app, id).authorization();
    assertThat(client.post(PAR, parameters).error()).isEqualTo("invalid_client");
    parameters.put("client_assertion_type", TestKey.ASSERTION_TYPE);
    parameters.put("client_assertion", key.assertion(TestKey.claims(id, app.issuer() + PAR)));
    assertThat(client.post(PAR, parameters).status()).isEqualTo(201);
    assertThat(client.post(PAR, parameters).error()).as("a replay").isEqualTo("invalid_client");
  }

  private static void otherKey() {
    Map<String, String> parameters = client.authorization();
    parameters.put("dpop_jkt", new TestKey("other").thumbprint());
    String proof = new TestKey("one").proof("POST", app.issuer() + PAR);
    assertThat(client.post(PAR, parameters, "DPoP", proof).error()).isEqualTo("invalid_dpop_proof");
  }

  private static void boundCode() {
    TestKey key = new TestKey("one");
    String uri = push(client.authorization(), "DPoP", key.proof("POST", app.issuer() + PAR));
    Page done =
        client.submit(
            client.open(url(client.id(), uri)),
            Map.of("environment", "staging", "decision", "authorize"));
    Map<String, String> form = client.exchange(query(done.location()).get("code"));
    assertThat(client.post("/oauth/token", form).error()).isEqualTo("invalid_grant");
    String proof = key.proof("POST", app.issuer() + "/oauth/token");
    assertThat(client.post("/oauth/token", form, "DPoP", proof).status()).isEqualTo(200);
  }

  private static void promised() {
    JsonObject metadata =
        new JsonObject()
            .put("client_name", "Ahead")
            .put("redirect_uris", new JsonArray().add(TestClient.REDIRECT))
            .put("require_pushed_authorization_requests", true)
            .put("token_endpoint_auth_method", "none");
    String id = client.postJson("/oauth/register", metadata.encode()).json().getString("client_id");
    TestClient ahead = new TestClient(app, id);
    TestBrowser browser = new TestBrowser(app.issuer());
    Page page = browser.get(ahead.authorizeUrl(ahead.authorization()));
    assertThat(query(page.location())).containsEntry("error", "invalid_request");
    String uri = push(ahead.authorization());
    assertThat(browser.get(url(id, uri)).location()).startsWith("/consent?request=");
  }
}
