package ai.altertable.mcp.oauth.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.oauth.resource.JwtBearerAuthenticator;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestKey;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Access tokens that this server never signed (RFC 8725), however they are dressed up. */
class AccessTokenAttackTest implements AttackTable {
  private static final String[] GARBAGE = {
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
  };

  private static final String[] ALGORITHMS = {"none", "None", "nOnE", "HS256", "RS256", "ES384"};

  private static final String[] KEY_IDS = {
    "unknown", "' OR 1=1 --", "../../dev/null", "http://evil.example/key"
  };

  private static TestApp app;
  private static JwtBearerAuthenticator authenticator;
  private static String token;
  private static JsonObject header;
  private static JsonObject claims;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    authenticator = JwtBearerAuthenticator.create(app.vertx(), app.config(), app.database());
    token = TestClient.register(app, "Agent").tokens("production", true).getString("access_token");
    String[] parts = token.split("\\.", 3);
    header = decode(parts[0]);
    claims = decode(parts[1]);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.of(
            Stream.of(GARBAGE).map(text -> confusion("'" + text + "'", () -> text, "")),
            Stream.of(ALGORITHMS)
                .map(name -> header("alg " + name, changed -> changed.put("alg", name), "ES256")),
            Stream.of(KEY_IDS)
                .map(kid -> confusion("kid " + kid, () -> foreign(kid), "unknown key")),
            Stream.of(
                confusion("alg none without a signature", this::unsigned, "ES256"),
                confusion("HS256 with the public key", this::symmetric, "ES256"),
                confusion("a foreign key under our kid", this::ourKid, "not genuine"),
                header("typ JWT", changed -> changed.put("typ", "JWT"), "at+jwt"),
                header("typ dpop+jwt", changed -> changed.put("typ", "dpop+jwt"), "at+jwt"),
                header("no typ", changed -> changed.remove("typ"), "at+jwt"),
                header("crit", changed -> changed.put("crit", List.of("exp")), "not acceptable"),
                header("jku", changed -> changed.put("jku", "https://evil.example"), "genuine"),
                header("x5u", changed -> changed.put("x5u", "https://evil.example"), "genuine"),
                header(
                    "x5c", changed -> changed.put("x5c", new JsonArray().add("MA==")), "genuine"),
                claim("another environment", changed -> changed.put("env", "staging")),
                claim("more scope", changed -> changed.put("scope", "read write admin")),
                claim("another audience", changed -> changed.put("aud", "https://evil.example")),
                claim("a later end", changed -> changed.put("exp", 4_000_000_000L)),
                confusion("no signature", () -> head() + "." + body() + ".", "not genuine"),
                confusion(
                    "a signature of zeros",
                    () -> head() + "." + body() + "." + "A".repeat(86),
                    "not genuine"),
                new Attack(
                    Family.OVERSIZED,
                    "a token of 20 KB",
                    () -> assertThat(why("a.".repeat(10_000))).isEqualTo("token is malformed")),
                new Attack(Family.MIX_UP, "an ID token", () -> refused(idToken(), "at+jwt"))))
        .flatMap(rows -> rows);
  }

  private interface Forgery {
    String make() throws JOSEException, ParseException;
  }

  private static Attack confusion(String name, Forgery forgery, String expected) {
    return new Attack(Family.JWT_CONFUSION, name, () -> refused(forgery.make(), expected));
  }

  /** The genuine signature under a changed header. */
  private static Attack header(String name, Consumer<JsonObject> change, String expected) {
    return confusion(
        name,
        () -> {
          JsonObject changed = header.copy();
          change.accept(changed);
          return encode(changed) + "." + body() + "." + token.split("\\.", 3)[2];
        },
        expected);
  }

  /** The genuine signature over changed claims. */
  private static Attack claim(String name, Consumer<JsonObject> change) {
    return confusion(
        name,
        () -> {
          JsonObject changed = claims.copy();
          change.accept(changed);
          return head() + "." + encode(changed) + "." + token.split("\\.", 3)[2];
        },
        "not genuine");
  }

  private String unsigned() {
    return encode(header.copy().put("alg", "none")) + "." + body() + ".";
  }

  private String symmetric() throws JOSEException, ParseException {
    SignedJWT confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(header.getString("kid"))
                .build(),
            JWTClaimsSet.parse(claims.getMap()));
    JsonObject published = new TestClient(app, "").get("/.well-known/jwks.json").json();
    confused.sign(new MACSigner(published.encode().getBytes(UTF_8)));
    return confused.serialize();
  }

  private String ourKid() throws JOSEException, ParseException {
    return foreign(header.getString("kid"));
  }

  /** Signed with a key that the header brings along. */
  private static String foreign(String kid) throws JOSEException, ParseException {
    TestKey key = new TestKey("foreign");
    SignedJWT forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .jwk(key.key().toPublicJWK())
                .keyID(kid)
                .build(),
            JWTClaimsSet.parse(claims.getMap()));
    forged.sign(new ECDSASigner(key.key()));
    return forged.serialize();
  }

  private static String idToken() {
    return encode(header.copy().put("typ", "JWT")) + "." + body() + "." + token.split("\\.", 3)[2];
  }

  private static void refused(String forged, String expected) {
    assertThat(why(forged)).contains(expected).matches("[ -!#-\\[\\]-~]+");
    assertThat(authenticator.remembered()).isZero();
  }

  private static String why(String presented) {
    Authentication answer = Await.get(authenticator.authenticate(presented, TestApp.RESOURCE));
    return answer.fold(
        accepted -> {
          throw new AssertionError("accepted");
        },
        Authentication.Refused::description);
  }

  private static String head() {
    return token.split("\\.", 3)[0];
  }

  private static String body() {
    return token.split("\\.", 3)[1];
  }

  private static JsonObject decode(String part) {
    return new JsonObject(new String(Base64.getUrlDecoder().decode(part), UTF_8));
  }

  private static String encode(JsonObject part) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(part.encode().getBytes(UTF_8));
  }
}
