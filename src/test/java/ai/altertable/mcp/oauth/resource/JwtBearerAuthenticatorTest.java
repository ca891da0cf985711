package ai.altertable.mcp.oauth.resource;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.oauth.proof.DpopProofs;
import ai.altertable.mcp.oauth.proof.UsedJwts;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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
    DpopProofs proofs = new DpopProofs(new UsedJwts(APP.database()), worker, clock);
    return new JwtBearerAuthenticator(
        APP.vertx(), TestApp.RESOURCE, verifier, proofs, APP.database(), clock);
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
}
