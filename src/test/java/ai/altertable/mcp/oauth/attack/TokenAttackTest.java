package ai.altertable.mcp.oauth.attack;

import static ai.altertable.mcp.testing.TestClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Codes and refresh tokens in wrong hands, changed, or used again. */
class TokenAttackTest implements AttackTable {
  private static final String TOKEN = "/oauth/token";
  private static final String FORM = "application/x-www-form-urlencoded";

  /** A code exchange with one parameter changed; the code must stay good for its owner. */
  private static final String[][] CHANGED = {
    {"CODE_INJECTION", "code_verifier", "a".repeat(48), "invalid_grant"},
    {"CODE_INJECTION", "redirect_uri", "http://127.0.0.1:9999/callback", "invalid_grant"},
    {"CODE_INJECTION", "redirect_uri", "https://evil.example/callback", "invalid_grant"},
    {"CODE_INJECTION", "code", "unknown", "invalid_grant"},
    {"CODE_INJECTION", "code", "", "invalid_request"},
    {"PKCE_DOWNGRADE", "code_verifier", "", "invalid_request"},
    {"PKCE_DOWNGRADE", "code_verifier", "short", "invalid_grant"},
    {"PKCE_DOWNGRADE", "code_verifier", TestClient.CHALLENGE, "invalid_grant"},
    {"PKCE_DOWNGRADE", "code_verifier", TestClient.VERIFIER + " ", "invalid_grant"},
    {"MIX_UP", "resource", "https://evil.example/v1", "invalid_target"},
    {"TENANT_SWAP", "resource", TestApp.RESOURCE + "/demo/staging", "invalid_target"},
    {"TENANT_SWAP", "resource", TestApp.RESOURCE + "/other/production", "invalid_target"},
    {"POLLUTION", "grant_type", "", "invalid_request"},
    {"POLLUTION", "grant_type", "password", "unsupported_grant_type"},
    {"POLLUTION", "grant_type", "implicit", "unsupported_grant_type"},
    {"POLLUTION", "grant_type", "client_credentials", "unauthorized_client"},
    {"OVERSIZED", "code", "x".repeat(5000), "invalid_request"},
    {"OVERSIZED", "code_verifier", "x".repeat(5000), "invalid_request"}
  };

  private static final String[] TWICE = {
    "grant_type", "code", "client_id", "code_verifier", "redirect_uri", "unknown"
  };

  private static TestApp app;
  private static TestClient client;
  private static TestClient thief;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    client = TestClient.register(app, "Agent");
    thief = TestClient.register(app, "Thief");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.of(
            Stream.of(CHANGED).map(TokenAttackTest::changed),
            Stream.of(TWICE).map(TokenAttackTest::twice),
            Stream.of(
                new Attack(Family.MIX_UP, "an answer of another issuer", TokenAttackTest::issuer),
                new Attack(Family.CODE_INJECTION, "another's code", TokenAttackTest::othersCode),
                new Attack(Family.CODE_INJECTION, "another's token", TokenAttackTest::othersToken),
                new Attack(Family.CODE_INJECTION, "a code as token", TokenAttackTest::codeAsToken),
                new Attack(Family.REPLAY, "a code again", TokenAttackTest::codeAgain),
                new Attack(Family.REPLAY, "a code too late", TokenAttackTest::codeLate),
                new Attack(Family.REPLAY, "a refresh token later", TokenAttackTest::refreshAgain),
                new Attack(Family.POLLUTION, "credentials in the query", TokenAttackTest::inQuery),
                new Attack(Family.POLLUTION, "a body of JSON", TokenAttackTest::json),
                new Attack(Family.POLLUTION, "more scope at refresh", TokenAttackTest::moreScope),
                new Attack(Family.OVERSIZED, "a large body", TokenAttackTest::large),
                new Attack(Family.OVERSIZED, "many parameters", TokenAttackTest::many)))
        .flatMap(rows -> rows);
  }

  private static Attack changed(String[] row) {
    String value = row[2].length() > 100 ? row[2].length() + " characters" : row[2];
    return new Attack(
        Family.valueOf(row[0]),
        row[1] + "=" + value,
        () -> {
          String code = client.code("production", false);
          Map<String, String> form = client.exchange(code);
          form.put(row[1], row[2]);
          Answer refused = client.post(TOKEN, form);
          assertThat(refused.status()).isEqualTo(400);
          assertThat(refused.error()).isEqualTo(row[3]);
          assertThat(refused.json().getString("error_description"))
              .isNotBlank()
              .matches("[ -!#-\\[\\]-~]+");
          assertThat(client.post(TOKEN, client.exchange(code)).status()).isEqualTo(200);
        });
  }

  private static Attack twice(String name) {
    return new Attack(
        Family.POLLUTION,
        name + " twice",
        () -> {
          String body = TestBrowser.encode(client.exchange("x"));
          String twice = body + "&" + name + "=y" + (name.equals("unknown") ? "&unknown=z" : "");
          assertThat(client.postRaw(TOKEN, twice, FORM).error()).isEqualTo("invalid_request");
        });
  }

  /** What a client needs against mix-up (RFC 9207): the metadata's issuer, to the byte. */
  private static void issuer() {
    JsonObject metadata = client.get("/.well-known/oauth-authorization-server").json();
    assertThat(metadata.getBoolean("authorization_response_iss_parameter_supported")).isTrue();
    assertThat(query(client.consent("staging", false).location()))
        .containsEntry("iss", metadata.getString("issuer"));
  }

  private static void othersCode() {
    Map<String, String> form = thief.exchange(client.code("production", false));
    assertThat(thief.post(TOKEN, form).error()).isEqualTo("invalid_grant");
  }

  private static void othersToken() {
    String token = client.tokens("production", false).getString("refresh_token");
    assertThat(thief.refresh(token).error()).isEqualTo("invalid_grant");
    Map<String, String> form = Map.of("token", token, "client_id", thief.id());
    assertThat(thief.post("/oauth/revoke", form).error()).isEqualTo("invalid_grant");
    assertThat(client.refresh(token).status()).isEqualTo(200);
  }

  private static void codeAsToken() {
    String code = client.code("production", false);
    assertThat(client.refresh(code).error()).isEqualTo("invalid_grant");
    assertThat(worth(code)).isInstanceOf(Authentication.Refused.class);
  }

  private static void codeAgain() {
    String code = client.code("production", false);
    JsonObject tokens = client.post(TOKEN, client.exchange(code)).json();
    assertThat(client.post(TOKEN, client.exchange(code)).error()).isEqualTo("invalid_grant");
    assertThat(client.refresh(tokens.getString("refresh_token")).error())
        .isEqualTo("invalid_grant");
    assertThat(worth(tokens.getString("access_token"))).isInstanceOf(Authentication.Refused.class);
    assertThat(app.audit().lines()).contains("token.reuse revoked");
  }

  private static void codeLate() {
    String code = client.code("production", false);
    app.execute("UPDATE authorization_code SET expires_at = now() - interval '1 second'");
    assertThat(client.post(TOKEN, client.exchange(code)).error()).isEqualTo("invalid_grant");
  }

  private static void refreshAgain() {
    String token = client.tokens("production", false).getString("refresh_token");
    String successor = client.refresh(token).json().getString("refresh_token");
    app.execute("UPDATE refresh_token SET used_at = now() - interval '61 seconds'");
    assertThat(client.refresh(token).error()).isEqualTo("invalid_grant");
    assertThat(client.refresh(successor).error()).isEqualTo("invalid_grant");
  }

  private static void inQuery() {
    Map<String, String> form = Map.of("grant_type", "refresh_token");
    assertThat(client.post(TOKEN + "?client_id=" + client.id(), form).status()).isEqualTo(401);
  }

  private static void json() {
    String body = new JsonObject(Map.copyOf(client.exchange("x"))).encode();
    assertThat(client.postJson(TOKEN, body).error()).isEqualTo("invalid_request");
  }

  private static void moreScope() {
    String token = client.tokens("production", false).getString("refresh_token");
    Map<String, String> form =
        Map.of(
            "grant_type",
            "refresh_token",
            "refresh_token",
            token,
            "client_id",
            client.id(),
            "scope",
            "read write");
    assertThat(client.post(TOKEN, form).error()).isEqualTo("invalid_scope");
    assertThat(client.refresh(token).status()).isEqualTo(200);
  }

  private static void large() {
    Answer answer = client.postRaw(TOKEN, "a=" + "x".repeat(70_000), FORM);
    assertThat(answer.status()).isIn(400, 413);
    assertThat(answer.error()).isEqualTo("invalid_request");
  }

  private static void many() {
    StringBuilder body = new StringBuilder("grant_type=refresh_token");
    for (int i = 0; i < 5_000; i++) {
      body.append("&p").append(i).append('=');
    }
    Answer answer = client.postRaw(TOKEN, body.toString(), FORM);
    assertThat(answer.status()).isBetween(400, 413);
    assertThat(answer.error()).startsWith("invalid_");
  }

  private static Authentication worth(String token) {
    return Await.get(app.authenticator().authenticate(token, TestApp.RESOURCE));
  }
}
