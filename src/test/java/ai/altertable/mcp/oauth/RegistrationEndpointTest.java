package ai.altertable.mcp.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationEndpointTest {
  private static final TestApp APP =
      TestApp.start(
          TestDatabase.create(), Map.of("ALTERTABLE_OAUTH_REGISTRATIONS_PER_HOUR", "200"));
  private static final TestClient ANYBODY = new TestClient(APP, "");

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static Answer register(String name, String method, String... redirects) {
    return ANYBODY.postJson(
        "/oauth/register",
        new JsonObject()
            .put("client_name", name)
            .put("redirect_uris", new JsonArray(List.of(redirects)))
            .put("token_endpoint_auth_method", method)
            .encode());
  }

  @Test
  void isIdempotentForPublicClientsOverPorts() {
    Answer first = register("Same", "none", "http://localhost:1111/cb");
    Answer again = register("Same", "none", "http://localhost:2222/cb");
    Answer other = register("Other", "none", "http://localhost:1111/cb");
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().getValue("client_id_issued_at")).isInstanceOf(Number.class);
    assertThat(first.json().fieldNames()).doesNotContain("client_secret");
    assertThat(again.json().getString("client_id")).isEqualTo(first.json().getString("client_id"));
    assertThat(again.json().getJsonArray("redirect_uris"))
        .containsExactly("http://localhost:2222/cb");
    assertThat(other.json().getString("client_id"))
        .isNotEqualTo(first.json().getString("client_id"));
  }

  @Test
  void neverSharesConfidentialClients() {
    Answer first = register("Same", "client_secret_post", "https://a.example/cb");
    Answer again = register("Same", "client_secret_post", "https://a.example/cb");
    assertThat(first.json().getValue("client_secret_expires_at")).isEqualTo(0);
    assertThat(again.json().getString("client_id"))
        .isNotEqualTo(first.json().getString("client_id"));
    assertThat(again.json().getString("client_secret"))
        .isNotEqualTo(first.json().getString("client_secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "1", "\"x\"", "{", "{\"a\":", "\u0000"})
  void refusesWhatIsNoObject(String body) {
    Answer answer = ANYBODY.postJson("/oauth/register", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_request");
  }

  @Test
  void refusesDepthAndSize() {
    String deep = "{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    assertThat(ANYBODY.postJson("/oauth/register", deep).status()).isEqualTo(400);
    String large = "{\"a\":\"" + "x".repeat(70_000) + "\"}";
    assertThat(ANYBODY.postJson("/oauth/register", large).status()).isEqualTo(413);
  }

  @Test
  void answersBrowsersOfOtherOrigins() {
    for (String path : List.of("/oauth/register", "/oauth/token", "/oauth/revoke")) {
      HttpRequest preflight =
          HttpRequest.newBuilder(URI.create(APP.issuer() + path))
              .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
              .header("Origin", "https://inspector.example")
              .header("Access-Control-Request-Method", "POST")
              .header("Access-Control-Request-Headers", "content-type,mcp-protocol-version")
              .build();
      Answer answer = ANYBODY.send(preflight);
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.response().headers().firstValue("access-control-allow-origin"))
          .contains("*");
      assertThat(answer.response().headers().firstValue("access-control-allow-credentials"))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/oauth-authorization-server",
        "/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server/v1",
        "/.well-known/openid-configuration/v1"
      })
  void describesItselfTruly(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(APP.issuer() + path))
            .header("Origin", "https://inspector.example")
            .build();
    Answer answer = ANYBODY.send(request);
    assertThat(answer.response().headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.response().headers().firstValue("access-control-allow-origin")).contains("*");
    assertThat(answer.json().getString("issuer")).isEqualTo(APP.issuer());
    assertThat(answer.json().getJsonArray("grant_types_supported"))
        .containsExactlyInAnyOrder("authorization_code", "refresh_token", "client_credentials");
    assertThat(answer.json().getJsonArray("code_challenge_methods_supported"))
        .containsExactly("S256");
    for (String name : List.of("token_endpoint", "revocation_endpoint", "introspection_endpoint")) {
      String endpoint = answer.json().getString(name).substring(APP.issuer().length());
      assertThat(ANYBODY.post(endpoint, Map.of("client_id", "nobody")).error())
          .isEqualTo("invalid_client");
    }
  }

  @Test
  void publishesNothingPrivate() {
    JsonObject keys = ANYBODY.get("/.well-known/jwks.json").json();
    JsonObject key = keys.getJsonArray("keys").getJsonObject(0);
    assertThat(key.fieldNames())
        .contains("kty", "crv", "x", "y", "kid", "alg", "use")
        .doesNotContain("d");
  }

  private static String named(String name) {
    return new JsonObject()
        .put("client_name", name)
        .put("redirect_uris", new JsonArray().add("http://localhost/cb"))
        .put("token_endpoint_auth_method", "none")
        .encode();
  }

  @Test
  void limitsAnAddress() {
    TestApp limited =
        TestApp.start(
            TestDatabase.create(), Map.of("ALTERTABLE_OAUTH_REGISTRATIONS_PER_HOUR", "2"));
    try (limited) {
      TestClient client = new TestClient(limited, "");
      String known = named("a");
      assertThat(client.postJson("/oauth/register", known).status()).isEqualTo(201);
      assertThat(client.postJson("/oauth/register", named("b")).status()).isEqualTo(201);
      Answer refused = client.postJson("/oauth/register", named("c"));
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.response().headers().firstValue("retry-after")).isPresent();
      assertThat(client.postJson("/oauth/register", known).status())
          .as("who shares the address and registers what is known")
          .isEqualTo(201);
    }
  }
}
