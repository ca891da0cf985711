package ai.altertable.mcp.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.oauth.proof.PublicKeys;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestDatabase;
import ai.altertable.mcp.testing.TestKey;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Clients that authenticate with a signed assertion. */
class PrivateKeyJwtTest {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final TestApp APP = TestApp.start(DATABASE, Map.of());
  private static final TestApp OTHER_NODE =
      TestApp.start(DATABASE, Map.of("ALTERTABLE_APP_URL", APP.issuer()));
  private static final TestKey KEY = new TestKey("one");
  private static final TestClient HTTP = new TestClient(APP, "");

  @AfterAll
  static void stop() {
    APP.close();
    OTHER_NODE.close();
  }

  private static String account(JsonObject jwks) {
    ServiceAccounts.Wanted wanted =
        new ServiceAccounts.Wanted(
            "Job", Set.of(Scope.READ), false, Optional.of(PublicKeys.parse(jwks)));
    ServiceAccounts.Credentials made =
        Await.get(
            new ServiceAccounts(APP.database(), APP.audit()).create("demo", "staging", wanted));
    assertThat(made.clientSecret()).isEmpty();
    return made.clientId();
  }

  private static Map<String, String> form(String assertion) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_assertion_type", TestKey.ASSERTION_TYPE);
    form.put("client_assertion", assertion);
    return form;
  }

  private static TestClient.Answer token(String assertion) {
    return HTTP.post("/oauth/token", form(assertion));
  }

  @Test
  void provesAServiceAccountOnceOnAllNodes() {
    String id = account(KEY.jwks());
    String assertion = KEY.assertion(TestKey.claims(id, APP.issuer() + "/oauth/token"));
    assertThat(token(assertion).status()).isEqualTo(200);
    assertThat(token(assertion).json().getString("error_description")).contains("used before");
    String elsewhere = "http://localhost:" + OTHER_NODE.config().app().listen().port();
    TestClient.Answer replayed =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(elsewhere + "/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(TestBrowser.encode(form(assertion))))
                .build());
    assertThat(replayed.json().getString("error_description")).contains("used before");
  }

  @Test
  void takesRsaAndEdwardsKeysToo() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    OctetKeyPair edwards =
        new OctetKeyPair.Builder(
                Curve.Ed25519,
                Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)))
            .keyID("ed")
            .build();
    JsonArray keys =
        new JsonArray()
            .add(new JsonObject(rsa.toPublicJWK().toJSONObject()))
            .add(new JsonObject(edwards.toJSONObject()));
    String id = account(new JsonObject().put("keys", keys));
    for (JWSAlgorithm algorithm : new JWSAlgorithm[] {JWSAlgorithm.RS256, JWSAlgorithm.PS256}) {
      SignedJWT jwt = unsigned(algorithm, "rsa", id);
      jwt.sign(new RSASSASigner(rsa));
      assertThat(token(jwt.serialize()).status()).as(algorithm.getName()).isEqualTo(200);
    }
    SignedJWT jwt = unsigned(JWSAlgorithm.EdDSA, "ed", id);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(jwt.getSigningInput());
    String input = new String(jwt.getSigningInput(), US_ASCII);
    byte[] signed = signature.sign();
    assertThat(token(input + "." + Base64URL.encode(signed)).status()).isEqualTo(200);
    signed[0] ^= 1;
    assertThat(token(input + "." + Base64URL.encode(signed)).status()).isEqualTo(401);
  }

  private static SignedJWT unsigned(JWSAlgorithm algorithm, String kid, String clientId) {
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
    TestKey.claims(clientId, APP.issuer()).forEach(claims::claim);
    return new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims.build());
  }

  @Test
  void takesNoPrivateSymmetricOrSmallKey() throws Exception {
    JWK small = new RSAKeyGenerator(1024, true).generate().toPublicJWK();
    JWK symmetric = new OctetSequenceKeyGenerator(256).generate();
    for (JWK key : new JWK[] {KEY.key(), symmetric, small}) {
      JsonObject registration =
          new JsonObject()
              .put("redirect_uris", new JsonArray().add(TestClient.REDIRECT))
              .put("token_endpoint_auth_method", "private_key_jwt")
              .put(
                  "jwks",
                  new JsonObject()
                      .put("keys", new JsonArray().add(new JsonObject(key.toJSONObject()))));
      TestClient.Answer refused = HTTP.postJson("/oauth/register", registration.encode());
      assertThat(refused.error()).isEqualTo("invalid_client_metadata");
      assertThat(refused.json().encode()).doesNotContain("\"d\"", "\"k\"");
    }
  }

  @Test
  void registersItselfAndNeverFallsBackToASecretOrNothing() {
    JsonObject registration =
        new JsonObject()
            .put("redirect_uris", new JsonArray().add(TestClient.REDIRECT))
            .put("grant_types", new JsonArray().add("authorization_code").add("refresh_token"))
            .put("token_endpoint_auth_method", "private_key_jwt")
            .put("jwks", KEY.jwks());
    JsonObject made = HTTP.postJson("/oauth/register", registration.encode()).json();
    assertThat(made.getJsonObject("jwks")).isEqualTo(KEY.jwks());
    assertThat(made.containsKey("client_secret")).isFalse();
    TestClient client = new TestClient(APP, made.getString("client_id"));
    Map<String, String> form = client.exchange(client.code("staging", false));
    assertThat(client.post("/oauth/token", form).error()).isEqualTo("invalid_client");
    Map<String, String> secret = new LinkedHashMap<>(form);
    secret.put("client_secret", "x");
    assertThat(client.post("/oauth/token", secret).error()).isEqualTo("invalid_client");
    form.put("client_assertion_type", TestKey.ASSERTION_TYPE);
    form.put("client_assertion", KEY.assertion(TestKey.claims(client.id(), APP.issuer())));
    assertThat(client.post("/oauth/token", form).status()).isEqualTo(200);
  }
}
