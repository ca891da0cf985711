package ai.altertable.mcp.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.oauth.resource.PresentedProof;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import ai.altertable.mcp.testing.TestKey;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tokens bound to a key (RFC 9449); what is refused is in the attack table. */
class BoundTokensTest {
  private static final TestApp APP = TestApp.start();
  private static final String TOKEN = "/oauth/token";
  private static final TestKey KEY = new TestKey("own");
  private static final TestClient CLIENT = TestClient.register(APP, "Agent");

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static String proof(TestKey key) {
    return key.proof("POST", APP.issuer() + TOKEN);
  }

  private static Authentication present(String token, String uri, String claimed) {
    String proof = KEY.sign(KEY.proofHeader(), TestKey.proofClaims("POST", claimed, token));
    return Await.get(
        APP.authenticator()
            .authenticate(
                token, TestApp.RESOURCE, new PresentedProof(proof, "POST", uri), caller -> {}));
  }

  private static long remembered() {
    return Await.get(APP.database().pool().query("SELECT count(*) FROM used_jwt").execute())
        .iterator()
        .next()
        .getLong(0);
  }

  @Test
  void nothingIsRememberedOfRequestsThatAreTooMany() {
    String token =
        CLIENT
            .post(TOKEN, CLIENT.exchange(CLIENT.code("staging", false)), "DPoP", proof(KEY))
            .json()
            .getString("access_token");
    String claims =
        KEY.sign(KEY.proofHeader(), TestKey.proofClaims("POST", TestApp.RESOURCE, token));
    PresentedProof proof = new PresentedProof(claims, "POST", TestApp.RESOURCE);
    long before = remembered();
    assertThat(
            Await.failure(
                APP.authenticator()
                    .authenticate(
                        token,
                        TestApp.RESOURCE,
                        proof,
                        caller -> {
                          throw new IllegalStateException("too many");
                        })))
        .hasMessage("too many");
    assertThat(remembered()).isEqualTo(before);

    AtomicInteger counted = new AtomicInteger();
    for (Class<?> answer : List.of(Authentication.Accepted.class, Authentication.Refused.class)) {
      assertThat(
              Await.get(
                  APP.authenticator()
                      .authenticate(
                          token, TestApp.RESOURCE, proof, caller -> counted.incrementAndGet())))
          .isInstanceOf(answer);
    }
    assertThat(counted).as("a replay by the key's holder counts too").hasValue(2);
    assertThat(remembered()).isEqualTo(before + 1);

    PresentedProof forged =
        new PresentedProof(
            claims.substring(0, claims.lastIndexOf('.') + 1) + "A".repeat(86),
            "POST",
            TestApp.RESOURCE);
    assertThat(
            Await.get(
                APP.authenticator()
                    .authenticate(
                        token, TestApp.RESOURCE, forged, caller -> counted.incrementAndGet())))
        .isInstanceOf(Authentication.Refused.class);
    assertThat(counted).as("nobody else uses up the holder's quota").hasValue(2);
  }

  @Test
  void areGoodWithAProofThroughRefresh() throws Exception {
    Answer first =
        CLIENT.post(TOKEN, CLIENT.exchange(CLIENT.code("staging", true)), "DPoP", proof(KEY));
    assertBound(first.json());
    Map<String, String> form =
        Map.of(
            "grant_type", "refresh_token",
            "refresh_token", first.json().getString("refresh_token"),
            "client_id", CLIENT.id());
    Answer second = CLIENT.post(TOKEN, form, "DPoP", proof(KEY));
    assertBound(second.json());
  }

  private static void assertBound(JsonObject answer) throws Exception {
    assertThat(answer.getString("token_type")).isEqualTo("DPoP");
    String token = answer.getString("access_token");
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getJSONObjectClaim("cnf"))
        .isEqualTo(Map.of("jkt", KEY.thumbprint()));
    assertThat(present(token, TestApp.RESOURCE, TestApp.RESOURCE))
        .isInstanceOf(Authentication.Accepted.class);
  }

  @Test
  void nameTheAddressInAnyEqualForm() {
    String token =
        CLIENT
            .post(TOKEN, CLIENT.exchange(CLIENT.code("staging", false)), "DPoP", proof(KEY))
            .json()
            .getString("access_token");
    for (String claimed :
        new String[] {"HTTP://LOCALHOST:8080/v1", "http://localhost:8080/v1?x=1#y"}) {
      assertThat(present(token, TestApp.RESOURCE, claimed))
          .as(claimed)
          .isInstanceOf(Authentication.Accepted.class);
    }
    assertThat(present(token, "https://localhost:443/", "https://localhost"))
        .isInstanceOf(Authentication.Accepted.class);
  }

  @Test
  void ofServiceAccountsAreInspectedWithTheirKey() {
    ServiceAccounts.Wanted wanted =
        new ServiceAccounts.Wanted("Job", Set.of(Scope.READ), false, Optional.empty());
    ServiceAccounts.Credentials account =
        Await.get(
            new ServiceAccounts(APP.database(), APP.audit()).create("demo", "staging", wanted));
    String basic = basic(account.clientId(), account.clientSecret().orElseThrow());
    Map<String, String> form = Map.of("grant_type", "client_credentials");
    Answer made = CLIENT.post(TOKEN, form, "Authorization", basic, "DPoP", proof(KEY));
    assertThat(made.json().getString("token_type")).isEqualTo("DPoP");
    Map<String, String> token = Map.of("token", made.json().getString("access_token"));
    JsonObject seen = CLIENT.post("/oauth/introspect", token, "Authorization", basic).json();
    assertThat(seen.getString("token_type")).isEqualTo("DPoP");
    assertThat(seen.getJsonObject("cnf").getString("jkt")).isEqualTo(KEY.thumbprint());
  }

  /** Their refresh tokens are bound to the client, which may change its key. */
  @Test
  void ofConfidentialClientsMayChangeTheKey() {
    JsonObject metadata =
        new JsonObject()
            .put("redirect_uris", new JsonArray().add(TestClient.REDIRECT))
            .put("grant_types", new JsonArray().add("authorization_code").add("refresh_token"));
    JsonObject made = CLIENT.postJson("/oauth/register", metadata.encode()).json();
    String basic = basic(made.getString("client_id"), made.getString("client_secret"));
    TestClient client = new TestClient(APP, made.getString("client_id"));
    Answer first =
        client.post(
            TOKEN,
            client.exchange(client.code("staging", false)),
            "Authorization",
            basic,
            "DPoP",
            proof(KEY));
    Map<String, String> form =
        Map.of(
            "grant_type",
            "refresh_token",
            "refresh_token",
            first.json().getString("refresh_token"));
    TestKey next = new TestKey("next");
    Answer second = client.post(TOKEN, form, "Authorization", basic, "DPoP", proof(next));
    assertThat(second.json().getString("token_type")).isEqualTo("DPoP");
  }

  private static String basic(String id, String secret) {
    return "Basic "
        + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void areAnnounced() {
    JsonObject metadata = CLIENT.get("/.well-known/oauth-authorization-server").json();
    assertThat(metadata.getJsonArray("dpop_signing_alg_values_supported")).contains("ES256");
    assertThat(metadata.getString("pushed_authorization_request_endpoint"))
        .isEqualTo(APP.issuer() + "/oauth/par");
  }
}
