package ai.altertable.mcp.oauth.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.oauth.proof.PublicKeys;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import ai.altertable.mcp.testing.TestKey;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Client assertions (RFC 7523) that the client never made, or not for this. */
class AssertionAttackTest implements AttackTable {
  private static final TestKey KEY = new TestKey("one");

  private static TestApp app;
  private static TestClient http;
  private static String account;
  private static String other;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    http = new TestClient(app, "");
    account = account(KEY);
    other = account(new TestKey("one"));
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static String account(TestKey key) {
    ServiceAccounts.Wanted wanted =
        new ServiceAccounts.Wanted(
            "Job", Set.of(Scope.READ), false, Optional.of(PublicKeys.parse(key.jwks())));
    return Await.get(
            new ServiceAccounts(app.database(), app.audit()).create("demo", "staging", wanted))
        .clientId();
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.of(
            Stream.of(
                claim(Family.MIX_UP, "for another server", one -> one.put("aud", "https://evil")),
                claim(Family.MIX_UP, "for others too", AssertionAttackTest::twoAudiences),
                claim(Family.MIX_UP, "for nobody", one -> one.remove("aud")),
                claim(Family.JWT_CONFUSION, "iss is not sub", one -> one.put("iss", "x")),
                claim(Family.JWT_CONFUSION, "no sub", one -> one.remove("sub")),
                claim(Family.REPLAY, "no jti", one -> one.remove("jti")),
                claim(Family.REPLAY, "no end", one -> one.remove("exp")),
                claim(Family.REPLAY, "expired", one -> one.put("exp", TestKey.seconds(-60))),
                claim(
                    Family.REPLAY, "good for a day", one -> one.put("exp", TestKey.seconds(86400))),
                claim(Family.REPLAY, "of the future", one -> one.put("nbf", TestKey.seconds(90))),
                claim(Family.OVERSIZED, "a long jti", one -> one.put("jti", "x".repeat(300))),
                claim(Family.TENANT_SWAP, "another account", AssertionAttackTest::otherAccount)),
            Stream.of(
                header("an access token's type", one -> one.type(new JOSEObjectType("at+jwt"))),
                header("a proof's type", one -> one.type(new JOSEObjectType("dpop+jwt"))),
                header("an unknown kid", one -> one.keyID("' OR 1=1 --")),
                header("a kid that is a path", one -> one.keyID("../../dev/null")),
                header("its own key", one -> one.jwk(KEY.key().toPublicJWK())),
                header("jku", one -> one.jwkURL(URI.create("https://evil.example/keys"))),
                header("x5u", one -> one.x509CertURL(URI.create("https://evil.example/c"))),
                header("crit", one -> one.criticalParams(Set.of("exp")))),
            Stream.of(
                forged("HS256 with the public key", AssertionAttackTest::symmetric),
                forged("alg none", AssertionAttackTest::unsigned),
                forged("a foreign key", () -> new TestKey("one").assertion(claims())),
                forged("garbage", () -> "a.b.c"),
                forged("nothing", () -> ""),
                new Attack(Family.REPLAY, "an assertion again", AssertionAttackTest::again),
                new Attack(Family.OVERSIZED, "9 KB", () -> refused("x".repeat(9000))),
                new Attack(Family.POLLUTION, "with a secret too", AssertionAttackTest::twoWays),
                new Attack(Family.POLLUTION, "another client_id", AssertionAttackTest::otherId)))
        .flatMap(rows -> rows);
  }

  private interface Forgery {
    String make() throws JOSEException;
  }

  private static Map<String, Object> claims() {
    return TestKey.claims(account, app.issuer());
  }

  private static Attack claim(Family family, String name, Consumer<Map<String, Object>> change) {
    return new Attack(
        family,
        name,
        () -> {
          Map<String, Object> changed = claims();
          change.accept(changed);
          refused(KEY.assertion(changed));
        });
  }

  private static void twoAudiences(Map<String, Object> claims) {
    claims.put("aud", List.of(app.issuer(), "https://evil.example"));
  }

  private static void otherAccount(Map<String, Object> claims) {
    claims.put("iss", other);
    claims.put("sub", other);
  }

  private static Attack header(String name, UnaryOperator<JWSHeader.Builder> change) {
    return forged(
        name,
        () -> {
          JWSHeader.Builder good = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one");
          return KEY.sign(change.apply(good).build(), claims());
        });
  }

  private static Attack forged(String name, Forgery forgery) {
    return new Attack(Family.JWT_CONFUSION, name, () -> refused(forgery.make()));
  }

  private static String symmetric() throws JOSEException {
    JWTClaimsSet.Builder body = new JWTClaimsSet.Builder();
    claims().forEach(body::claim);
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), body.build());
    jwt.sign(new MACSigner(KEY.jwks().encode().getBytes(UTF_8)));
    return jwt.serialize();
  }

  private static String unsigned() {
    return "eyJhbGciOiJub25lIn0." + KEY.assertion(claims()).split("\\.", 3)[1] + ".";
  }

  private static Map<String, String> form(String assertion) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_assertion_type", TestKey.ASSERTION_TYPE);
    form.put("client_assertion", assertion);
    return form;
  }

  private static void refused(String assertion) {
    refused(form(assertion));
  }

  private static void refused(Map<String, String> form) {
    Answer answer = http.post("/oauth/token", form);
    assertThat(answer.status()).isBetween(400, 401);
    assertThat(answer.error()).isIn("invalid_client", "invalid_request");
    assertThat(answer.json().containsKey("access_token")).isFalse();
  }

  private static void again() {
    Map<String, String> form = form(KEY.assertion(claims()));
    assertThat(http.post("/oauth/token", form).status()).isEqualTo(200);
    refused(form);
  }

  private static void twoWays() {
    Map<String, String> form = form(KEY.assertion(claims()));
    form.put("client_secret", "x");
    refused(form);
  }

  private static void otherId() {
    Map<String, String> form = form(KEY.assertion(claims()));
    form.put("client_id", other);
    refused(form);
  }
}
