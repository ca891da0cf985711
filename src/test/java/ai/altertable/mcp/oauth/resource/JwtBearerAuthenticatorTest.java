package ai.altertable.mcp.oauth.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtBearerAuthenticatorTest {
  private static final TestApp APP = TestApp.start();
  private static final TestClient CLIENT = TestClient.register(APP, "Agent");
  private static final String TOKEN = CLIENT.tokens("production", true).getString("access_token");

  private final JwtBearerAuthenticator authenticator =
      JwtBearerAuthenticator.create(APP.vertx(), APP.config(), APP.database());

  @AfterAll
  static void stop() {
    APP.close();
  }

  private Authentication authenticate(String token) {
    return Await.get(authenticator.authenticate(token, TestApp.RESOURCE));
  }

  private static Caller caller(Authentication authentication) {
    return authentication.fold(
        Authentication.Accepted::caller,
        refused -> {
          throw new AssertionError(refused.description());
        });
  }

  private static String why(Authentication authentication) {
    return authentication.fold(
        accepted -> {
          throw new AssertionError("accepted");
        },
        Authentication.Refused::description);
  }

  @Test
  void acceptsAndRemembers() {
    Caller first = caller(authenticate(TOKEN));
    assertThat(first.tenant().path()).isEqualTo("demo/production");
    Future<Authentication> again = authenticator.authenticate(TOKEN, TestApp.RESOURCE);
    assertThat(again.isComplete()).isTrue();
    assertThat(caller(again.result())).isSameAs(first);
    assertThat(authenticator.remembered()).isEqualTo(1);
  }

  @Test
  void sharesOneVerificationOfManyAtATime() {
    List<Future<Authentication>> many =
        Stream.generate(() -> authenticator.authenticate(TOKEN, TestApp.RESOURCE))
            .limit(200)
            .toList();
    Await.get(Future.all(many));
    assertThat(many.stream().map(one -> caller(one.result())).distinct()).hasSize(1);
  }

  @Test
  void acceptsTheEnvironmentsOwnResourceOnly() {
    String own = TestApp.RESOURCE + "/demo/production";
    String other = TestApp.RESOURCE + "/demo/staging";
    assertThat(Await.get(authenticator.authenticate(TOKEN, own)))
        .isInstanceOf(Authentication.Accepted.class);
    assertThat(why(Await.get(authenticator.authenticate(TOKEN, other))))
        .contains("another resource");
    assertThat(why(Await.get(authenticator.authenticate(TOKEN, "https://elsewhere/v1"))))
        .contains("another resource");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nope",
        ".",
        "..",
        "a.b.c",
        "e30.e30.e30",
        "bnVsbA.e30.x",
        "W10.e30.x",
        "eyJhbGciOiJFUzI1NiJ9.e30.x",
        "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6MX0.e30.x",
        "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Ii4uL2V0YyJ9.e30.x"
      })
  void refusesGarbage(String token) {
    assertThat(why(authenticate(token))).matches("[ -!#-\\[\\]-~]+");
    assertThat(authenticator.remembered()).isZero();
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThat(why(authenticate("a.".repeat(10_000)))).isEqualTo("token is malformed");
  }

  @Test
  void refusesEveryChangedByte() {
    String[] parts = TOKEN.split("\\.", 3);
    JsonObject claims = decode(parts[1]).put("env", "staging").put("scope", "read write");
    assertThat(why(authenticate(parts[0] + "." + encode(claims) + "." + parts[2])))
        .contains("not genuine");
    char flipped = parts[2].charAt(0) == 'A' ? 'B' : 'A';
    assertThat(why(authenticate(parts[0] + "." + parts[1] + "." + flipped + parts[2].substring(1))))
        .contains("not genuine");
    assertThat(why(authenticate(parts[0] + "." + parts[1] + "."))).contains("not genuine");
    assertThat(why(authenticate(parts[0] + "." + parts[1] + "." + "A".repeat(86))))
        .contains("not genuine");
  }

  @Test
  void refusesOtherAlgorithms() throws Exception {
    String[] parts = TOKEN.split("\\.", 3);
    for (String algorithm : List.of("none", "None", "HS256", "RS256", "ES384")) {
      JsonObject header = decode(parts[0]).put("alg", algorithm);
      assertThat(why(authenticate(encode(header) + "." + parts[1] + "." + parts[2])))
          .contains("ES256");
    }
    JsonObject none = decode(parts[0]).put("alg", "none");
    assertThat(why(authenticate(encode(none) + "." + parts[1] + "."))).contains("ES256");
    SignedJWT confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(decode(parts[0]).getString("kid"))
                .build(),
            JWTClaimsSet.parse(decode(parts[1]).getMap()));
    byte[] publicKey = CLIENT.get("/.well-known/jwks.json").json().encode().getBytes(UTF_8);
    confused.sign(new MACSigner(publicKey));
    assertThat(why(authenticate(confused.serialize()))).contains("ES256");
  }

  @Test
  void refusesForeignKeysHoweverTheyAreNamed() throws Exception {
    String[] parts = TOKEN.split("\\.", 3);
    ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
    for (String kid : List.of(decode(parts[0]).getString("kid"), "unknown", "' OR 1=1 --")) {
      SignedJWT forged =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .type(new JOSEObjectType("at+jwt"))
                  .jwk(foreign.toPublicJWK())
                  .keyID(kid)
                  .build(),
              JWTClaimsSet.parse(decode(parts[1]).getMap()));
      forged.sign(new ECDSASigner(foreign));
      assertThat(why(authenticate(forged.serialize()))).containsAnyOf("unknown key", "not genuine");
    }
  }

  @Test
  void refusesOtherTypesAndCriticalHeaders() {
    String[] parts = TOKEN.split("\\.", 3);
    for (JsonObject header :
        List.of(
            decode(parts[0]).put("typ", "JWT"),
            decode(parts[0]).put("typ", "dpop+jwt"),
            decode(parts[0]).putNull("typ"),
            decode(parts[0]).put("crit", List.of("exp")))) {
      assertThat(why(authenticate(encode(header) + "." + parts[1] + "." + parts[2]))).isNotBlank();
    }
  }

  @Test
  void refusesAnotherIssuersTokens() {
    TokenVerifier elsewhere =
        new TokenVerifier(
            APP.vertx(),
            APP.database(),
            "https://other.example",
            new BoundedWorker(APP.vertx(), "other-issuer", 1, 10),
            Clock.systemUTC());
    assertThat(Await.failure(elsewhere.verify(TOKEN))).isInstanceOf(InvalidToken.class);
  }

  @Test
  void refusesExpiredTokens() throws Exception {
    Instant end = SignedJWT.parse(TOKEN).getJWTClaimsSet().getExpirationTime().toInstant();
    JwtBearerAuthenticator later = at(end.plus(Duration.ofSeconds(11)));
    assertThat(why(Await.get(later.authenticate(TOKEN, TestApp.RESOURCE)))).contains("expired");
    JwtBearerAuthenticator skewed = at(end.plus(Duration.ofSeconds(5)));
    assertThat(Await.get(skewed.authenticate(TOKEN, TestApp.RESOURCE)))
        .isInstanceOf(Authentication.Accepted.class);
  }

  private static JwtBearerAuthenticator at(Instant instant) {
    Clock clock = Clock.fixed(instant, ZoneOffset.UTC);
    BoundedWorker worker = new BoundedWorker(APP.vertx(), "at-" + instant, 1, 10);
    TokenVerifier verifier =
        new TokenVerifier(APP.vertx(), APP.database(), APP.issuer(), worker, clock);
    return new JwtBearerAuthenticator(
        APP.vertx(), TestApp.RESOURCE, verifier, APP.database(), clock);
  }

  @Test
  void forgetsRevokedGrants() {
    String token = CLIENT.tokens("staging", false).getString("access_token");
    UUID grant = caller(authenticate(token)).grantId();
    APP.execute("UPDATE oauth_grant SET revoked_at = now() WHERE id = '" + grant + "'");
    assertThat(authenticate(token)).isInstanceOf(Authentication.Accepted.class);
    authenticator.forget(grant);
    assertThat(why(authenticate(token))).contains("ended");
  }

  @Test
  void forgetsEverythingAtOnce() {
    String token = CLIENT.tokens("staging", false).getString("access_token");
    UUID grant = caller(authenticate(token)).grantId();
    APP.execute("DELETE FROM oauth_grant WHERE id = '" + grant + "'");
    authenticator.forgetAll();
    assertThat(authenticator.remembered()).isZero();
    assertThat(why(authenticate(token))).contains("ended");
  }

  @Test
  void aRevocationOvertakesAVerification() {
    String token = CLIENT.tokens("staging", false).getString("access_token");
    UUID grant = caller(authenticate(token)).grantId();
    for (int round = 0; round < 20; round++) {
      JwtBearerAuthenticator fresh =
          JwtBearerAuthenticator.create(APP.vertx(), APP.config(), APP.database());
      Future<Authentication> racing = fresh.authenticate(token, TestApp.RESOURCE);
      fresh.forget(grant);
      Await.get(racing);
      Future<Authentication> after = fresh.authenticate(token, TestApp.RESOURCE);
      assertThat(after.isComplete()).as("answered from memory").isFalse();
      Await.get(after);
    }
  }

  @Test
  void refusesDisabledUsers() {
    String token = CLIENT.tokens("staging", false).getString("access_token");
    // A copy of the row's effect without its trigger: the other tests' grants must stay.
    APP.execute("ALTER TABLE app_user DISABLE TRIGGER user_disabled");
    APP.execute("UPDATE app_user SET disabled_at = now()");
    try {
      assertThat(why(authenticate(token))).contains("ended");
    } finally {
      APP.execute("UPDATE app_user SET disabled_at = NULL");
      APP.execute("ALTER TABLE app_user ENABLE TRIGGER user_disabled");
    }
  }

  private static JsonObject decode(String part) {
    return new JsonObject(new String(Base64.getUrlDecoder().decode(part), UTF_8));
  }

  private static String encode(JsonObject part) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(part.encode().getBytes(UTF_8));
  }
}
