package ai.altertable.mcp.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TokenEndpointTest {
  private static final TestApp APP = TestApp.start();
  private static final TestClient CLIENT = TestClient.register(APP, "Agent");
  private static final String TOKEN = "/oauth/token";

  @AfterAll
  static void stop() {
    APP.close();
  }

  @Test
  void answersAsRfc6749Says() {
    Answer answer = CLIENT.post(TOKEN, CLIENT.exchange(CLIENT.code("production", true)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().headers().firstValue("cache-control")).contains("no-store");
    assertThat(answer.json().getString("token_type")).isEqualTo("Bearer");
    assertThat(answer.json().getValue("expires_in")).isEqualTo(900);
    assertThat(answer.json().getString("scope")).isEqualTo("read write");
    JsonObject header = decode(answer.json().getString("access_token"), 0);
    assertThat(header.getString("typ")).isEqualTo("at+jwt");
    assertThat(header.getString("alg")).isEqualTo("ES256");
    JsonObject claims = decode(answer.json().getString("access_token"), 1);
    assertThat(claims.getString("iss")).isEqualTo(APP.issuer());
    assertThat(claims.getString("aud")).isEqualTo(TestApp.RESOURCE);
    assertThat(claims.getString("org")).isEqualTo("demo");
    assertThat(claims.getString("env")).isEqualTo("production");
    assertThat(claims.getString("client_id")).isEqualTo(CLIENT.id());
    assertThat(claims.fieldNames()).contains("sub", "gid", "jti", "iat", "exp");
  }

  @Test
  void narrowsTheAudienceToTheEnvironment() {
    Map<String, String> form = CLIENT.exchange(CLIENT.code("staging", false));
    form.put("resource", TestApp.RESOURCE + "/demo/staging");
    String token = CLIENT.post(TOKEN, form).json().getString("access_token");
    assertThat(Await.get(APP.authenticator().authenticate(token, TestApp.RESOURCE)))
        .isInstanceOf(Authentication.Refused.class);
    assertThat(
            Await.get(APP.authenticator().authenticate(token, TestApp.RESOURCE + "/demo/staging")))
        .isInstanceOf(Authentication.Accepted.class);
  }

  @Test
  void authenticatesServiceAccountsBothWays() {
    ServiceAccounts.Credentials account = serviceAccount(Set.of(Scope.READ));
    Map<String, String> post = new LinkedHashMap<>(Map.of("grant_type", "client_credentials"));
    Answer basic = CLIENT.post(TOKEN, post, "Authorization", basic(account, ""));
    assertThat(basic.status()).isEqualTo(200);
    assertThat(basic.json().getString("scope")).isEqualTo("read");
    assertThat(basic.json().containsKey("refresh_token")).isFalse();
    post.put("client_id", account.clientId());
    post.put("client_secret", account.clientSecret().orElseThrow());
    Answer inBody = CLIENT.post(TOKEN, post);
    assertThat(inBody.status()).isEqualTo(200);
    Authentication answer =
        Await.get(
            APP.authenticator()
                .authenticate(inBody.json().getString("access_token"), TestApp.RESOURCE));
    String where = answer.fold(accepted -> accepted.caller().tenant().path(), refused -> "refused");
    assertThat(where).isEqualTo("demo/staging");
  }

  @Test
  void challengesWhoCannotProveItself() {
    ServiceAccounts.Credentials account = serviceAccount(Set.of(Scope.READ));
    Map<String, String> form = Map.of("grant_type", "client_credentials");
    Answer wrong = CLIENT.post(TOKEN, form, "Authorization", basic(account, "x"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.error()).isEqualTo("invalid_client");
    assertThat(wrong.response().headers().firstValue("www-authenticate"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("Basic "));
    Answer posted =
        CLIENT.post(
            TOKEN,
            Map.of(
                "grant_type", "client_credentials",
                "client_id", account.clientId(),
                "client_secret", "x"));
    assertThat(posted.status()).isEqualTo(401);
    assertThat(posted.response().headers().firstValue("www-authenticate")).isPresent();
    Answer garbage = CLIENT.post(TOKEN, form, "Authorization", "Basic ???");
    assertThat(garbage.error()).isEqualTo("invalid_client");
    Map<String, String> both =
        Map.of(
            "grant_type",
            "client_credentials",
            "client_secret",
            account.clientSecret().orElseThrow());
    assertThat(CLIENT.post(TOKEN, both, "Authorization", basic(account, "")).error())
        .isEqualTo("invalid_request");
  }

  @Test
  void neverGivesAServiceAccountMoreThanItHas() {
    ServiceAccounts.Credentials account = serviceAccount(Set.of(Scope.READ));
    Map<String, String> form = Map.of("grant_type", "client_credentials", "scope", "read write");
    assertThat(CLIENT.post(TOKEN, form, "Authorization", basic(account, "")).error())
        .isEqualTo("invalid_scope");
  }

  @Test
  void answersUnknownClientsAndWrongSecretsAlike() {
    Map<String, String> unknown =
        Map.of("grant_type", "client_credentials", "client_id", "nobody", "client_secret", "x");
    Answer one = CLIENT.post(TOKEN, unknown);
    Map<String, String> wrong = new LinkedHashMap<>(unknown);
    wrong.put("client_id", serviceAccount(Set.of(Scope.READ)).clientId());
    Answer other = CLIENT.post(TOKEN, wrong);
    assertThat(one.status()).isEqualTo(401);
    assertThat(other.json()).isEqualTo(one.json());
  }

  @Test
  void formDecodesBasicCredentials() {
    JsonObject registered =
        CLIENT
            .postJson(
                "/oauth/register",
                new JsonObject()
                    .put("redirect_uris", new JsonArray().add(TestClient.REDIRECT))
                    .encode())
            .json();
    assertThat(registered.getValue("client_secret_expires_at")).isEqualTo(0);
    String id = registered.getString("client_id").replace("-", "%2D");
    String header =
        Base64.getEncoder()
            .encodeToString((id + ":" + registered.getString("client_secret")).getBytes(UTF_8));
    Answer answer =
        CLIENT.post("/oauth/introspect", Map.of("token", "x"), "Authorization", "Basic " + header);
    assertThat(answer.json()).isEqualTo(new JsonObject().put("active", false));
  }

  @Test
  void introspectsOwnTokensOnlyAndForConfidentialClientsOnly() {
    ServiceAccounts.Credentials account = serviceAccount(Set.of(Scope.READ));
    String token =
        CLIENT
            .post(
                TOKEN,
                Map.of("grant_type", "client_credentials"),
                "Authorization",
                basic(account, ""))
            .json()
            .getString("access_token");
    Answer own =
        CLIENT.post(
            "/oauth/introspect", Map.of("token", token), "Authorization", basic(account, ""));
    assertThat(own.json().getBoolean("active")).isTrue();
    assertThat(own.json().getString("env")).isEqualTo("staging");
    Answer other =
        CLIENT.post(
            "/oauth/introspect",
            Map.of("token", CLIENT.tokens("production", false).getString("access_token")),
            "Authorization",
            basic(account, ""));
    assertThat(other.json()).isEqualTo(new JsonObject().put("active", false));
    Answer open =
        CLIENT.post("/oauth/introspect", Map.of("token", token, "client_id", CLIENT.id()));
    assertThat(open.status()).isEqualTo(401);
  }

  private static ServiceAccounts.Credentials serviceAccount(Set<Scope> scopes) {
    return Await.get(
        new ServiceAccounts(APP.database(), APP.audit())
            .create(
                "demo",
                "staging",
                new ServiceAccounts.Wanted("Nightly job", scopes, false, Optional.empty())));
  }

  private static String basic(ServiceAccounts.Credentials account, String suffix) {
    String pair = account.clientId() + ":" + account.clientSecret().orElseThrow() + suffix;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static JsonObject decode(String token, int part) {
    return new JsonObject(
        new String(Base64.getUrlDecoder().decode(token.split("\\.", 3)[part]), UTF_8));
  }
}
