package ai.altertable.mcp.oauth.attack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.oauth.resource.JwtBearerAuthenticator;
import ai.altertable.mcp.oauth.resource.PresentedProof;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import ai.altertable.mcp.testing.TestKey;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Stolen tokens and proofs, each without the key that they are bound to (RFC 9449). */
class KeyBindingAttackTest implements AttackTable {
  private static final String TOKEN = "/oauth/token";
  private static final TestKey KEY = new TestKey("own");
  private static final TestKey THIEF = new TestKey("thief");

  private static TestApp app;
  private static TestClient client;
  private static JsonObject tokens;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    client = TestClient.register(app, "Agent");
    tokens = boundTokens();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.of(
            Stream.of(
                claim("htm GET", claims -> claims.put("htm", "GET"), "htm"),
                claim("htm in lower case", claims -> claims.put("htm", "post"), "htm"),
                claim("htm a number", claims -> claims.put("htm", 1), "wrong type"),
                claim("htu elsewhere", claims -> claims.put("htu", "https://evil.example"), "htu"),
                claim("htu another path", claims -> claims.put("htu", url("/v2")), "htu"),
                claim("htu with user", claims -> claims.put("htu", at("x@localhost")), "htu"),
                claim("htu another port", claims -> claims.put("htu", at("localhost:1")), "htu"),
                claim("htu https", claims -> claims.put("htu", "https://localhost/v1"), "htu"),
                claim("htu garbage", claims -> claims.put("htu", "::"), "htu"),
                claim("no htu", claims -> claims.remove("htu"), "must have"),
                claim("no jti", claims -> claims.remove("jti"), "must have"),
                claim("an empty jti", claims -> claims.put("jti", ""), "must have"),
                claim("a long jti", claims -> claims.put("jti", "x".repeat(300)), "must have"),
                claim("no iat", claims -> claims.remove("iat"), "must have"),
                claim("iat long ago", claims -> claims.put("iat", TestKey.seconds(-180)), "iat"),
                claim("iat in the future", claims -> claims.put("iat", TestKey.seconds(90)), "iat"),
                claim("no ath", claims -> claims.remove("ath"), "ath"),
                claim("ath of another token", claims -> claims.put("ath", "x"), "ath")),
            Stream.of(
                proof(Family.KEY_BINDING, "a thief's key", () -> good(THIEF), "another key"),
                proof(Family.JWT_CONFUSION, "proof of typ JWT", () -> typed("JWT"), "dpop+jwt"),
                proof(Family.JWT_CONFUSION, "another's key in the header", forged(), "signature"),
                proof(Family.JWT_CONFUSION, "a proof without a key", keyless(), "dpop+jwt"),
                proof(Family.JWT_CONFUSION, "a proof with jku", () -> linked(), "dpop+jwt"),
                proof(Family.JWT_CONFUSION, "a proof of alg none", unsigned(), "dpop+jwt"),
                proof(Family.JWT_CONFUSION, "the token as proof", () -> token(), "dpop+jwt"),
                proof(Family.OVERSIZED, "a long proof", () -> "a.".repeat(9000), "dpop+jwt"),
                attack("a bound token as Bearer", KeyBindingAttackTest::asBearer),
                attack("a plain token as DPoP", KeyBindingAttackTest::plainAsBound),
                attack("a refresh without a proof", KeyBindingAttackTest::refreshWithout),
                attack("a refresh with a thief's key", KeyBindingAttackTest::refreshThief),
                attack("an old refresh token without its key", KeyBindingAttackTest::oldRefresh),
                attack("a bound code without a proof", () -> code(null)),
                attack("a bound code with a thief's key", () -> code(THIEF)),
                attack("a key that is no thumbprint", KeyBindingAttackTest::badThumbprint),
                attack("no proof after promising one", KeyBindingAttackTest::promised),
                new Attack(Family.REPLAY, "a proof again", KeyBindingAttackTest::proofAgain),
                new Attack(Family.REPLAY, "on another node", KeyBindingAttackTest::otherNode),
                new Attack(
                    Family.REPLAY, "at the token endpoint", KeyBindingAttackTest::tokenTwice),
                new Attack(Family.POLLUTION, "two proofs", KeyBindingAttackTest::twoProofs)),
            Stream.of("/oauth/revoke", "/v1", "/oauth/token/x")
                .map(
                    path ->
                        attack("a proof for " + path, () -> refused(KEY.proof("POST", at(path))))),
            Stream.of("", "x", "a.b.c")
                .map(text -> attack("token request with '" + text + "'", () -> refused(text))))
        .flatMap(rows -> rows);
  }

  private interface Attempt extends org.junit.jupiter.api.function.Executable {}

  private static Attack attack(String name, Attempt attempt) {
    return new Attack(Family.KEY_BINDING, name, attempt);
  }

  private static JsonObject boundTokens() {
    Answer answer =
        client.post(
            TOKEN,
            client.exchange(client.code("staging", false)),
            "DPoP",
            KEY.proof("POST", app.issuer() + TOKEN));
    assertThat(answer.json().getString("token_type")).isEqualTo("DPoP");
    return answer.json();
  }

  private static String token() {
    return tokens.getString("access_token");
  }

  private static String url(String path) {
    return "http://localhost:8080" + path;
  }

  /** An authority with the endpoint's path, or a path of the issuer. */
  private static String at(String place) {
    return place.startsWith("/") ? app.issuer() + place : "http://" + place + "/v1";
  }

  private static Map<String, Object> claims() {
    return TestKey.proofClaims("POST", TestApp.RESOURCE, token());
  }

  private static String good(TestKey key) {
    return key.sign(key.proofHeader(), claims());
  }

  private static String typed(String type) {
    JWSHeader header =
        new JWSHeader.Builder(KEY.proofHeader()).type(new JOSEObjectType(type)).build();
    return KEY.sign(header, claims());
  }

  private static Supplier<String> forged() {
    return () -> THIEF.sign(KEY.proofHeader(), claims());
  }

  private static Supplier<String> keyless() {
    return () ->
        KEY.sign(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("dpop+jwt")).build(),
            claims());
  }

  private static String linked() {
    JWSHeader header =
        new JWSHeader.Builder(KEY.proofHeader()).jwkURL(URI.create("https://evil.example")).build();
    return KEY.sign(header, claims());
  }

  private static Supplier<String> unsigned() {
    return () -> {
      String[] parts = good(KEY).split("\\.", 3);
      return "eyJhbGciOiJub25lIiwidHlwIjoiZHBvcCtqd3QifQ." + parts[1] + ".";
    };
  }

  private static Attack claim(String name, Consumer<Map<String, Object>> change, String expected) {
    return proof(
        Family.KEY_BINDING,
        name,
        () -> {
          Map<String, Object> changed = claims();
          change.accept(changed);
          return KEY.sign(KEY.proofHeader(), changed);
        },
        expected);
  }

  private static Attack proof(Family family, String name, Supplier<String> made, String expected) {
    return new Attack(
        family,
        name,
        () -> {
          Authentication.Refused refused = refusal(present(token(), made.get()));
          assertThat(refused.fault()).isEqualTo(Authentication.Fault.PROOF);
          assertThat(refused.description()).contains(expected).matches("[ -!#-\\[\\]-~]+");
        });
  }

  private static Authentication present(String token, String proof) {
    return present(app.authenticator(), token, proof);
  }

  private static Authentication present(JwtBearerAuthenticator node, String token, String proof) {
    PresentedProof presented = new PresentedProof(proof, "POST", TestApp.RESOURCE);
    return Await.get(node.authenticate(token, TestApp.RESOURCE, presented, caller -> {}));
  }

  private static Authentication.Refused refusal(Authentication answer) {
    assertThat(answer).isInstanceOf(Authentication.Refused.class);
    return (Authentication.Refused) answer;
  }

  private static void asBearer() {
    for (int time = 0; time < 2; time++) {
      Authentication answer =
          Await.get(app.authenticator().authenticate(token(), TestApp.RESOURCE));
      assertThat(refusal(answer).fault()).isEqualTo(Authentication.Fault.PROOF_MISSING);
    }
  }

  private static void plainAsBound() {
    String plain = client.tokens("staging", false).getString("access_token");
    String proof =
        KEY.sign(KEY.proofHeader(), TestKey.proofClaims("POST", TestApp.RESOURCE, plain));
    assertThat(refusal(present(plain, proof)).description()).contains("not bound");
  }

  private static void proofAgain() {
    String proof = good(KEY);
    assertThat(present(token(), proof)).isInstanceOf(Authentication.Accepted.class);
    assertThat(refusal(present(token(), proof)).description()).contains("used before");
  }

  private static void otherNode() {
    JwtBearerAuthenticator other =
        JwtBearerAuthenticator.create(app.vertx(), app.config(), app.database());
    String proof = good(KEY);
    assertThat(present(token(), proof)).isInstanceOf(Authentication.Accepted.class);
    assertThat(refusal(present(other, token(), proof)).description()).contains("used before");
  }

  private static Map<String, String> refreshForm(String token) {
    return Map.of("grant_type", "refresh_token", "refresh_token", token, "client_id", client.id());
  }

  private static Answer refresh(String token, TestKey key) {
    return client.post(TOKEN, refreshForm(token), "DPoP", key.proof("POST", app.issuer() + TOKEN));
  }

  private static void refreshWithout() {
    String token = boundTokens().getString("refresh_token");
    assertThat(client.refresh(token).error()).isEqualTo("invalid_grant");
    assertThat(refresh(token, KEY).json().getString("token_type")).isEqualTo("DPoP");
  }

  private static void refreshThief() {
    String token = boundTokens().getString("refresh_token");
    assertThat(refresh(token, THIEF).error()).isEqualTo("invalid_grant");
    String successor = refresh(token, KEY).json().getString("refresh_token");
    assertThat(refresh(token, THIEF).error())
        .as("in the time of replay")
        .isEqualTo("invalid_grant");
    assertThat(refresh(successor, THIEF).error()).isEqualTo("invalid_grant");
    assertThat(refresh(successor, KEY).status()).isEqualTo(200);
  }

  /** Who has no key cannot even end the family. */
  private static void oldRefresh() {
    String token = boundTokens().getString("refresh_token");
    String successor = refresh(token, KEY).json().getString("refresh_token");
    app.execute("UPDATE refresh_token SET used_at = used_at - interval '61 seconds'");
    assertThat(client.refresh(token).error()).isEqualTo("invalid_grant");
    assertThat(refresh(successor, KEY).status()).isEqualTo(200);
    assertThat(refresh(token, KEY).error()).isEqualTo("invalid_grant");
    assertThat(refresh(successor, KEY).error()).isEqualTo("invalid_grant");
  }

  private static void code(TestKey key) {
    Map<String, String> parameters = client.authorization();
    parameters.put("dpop_jkt", KEY.thumbprint());
    var page =
        client.submit(
            client.authorizePage(parameters),
            Map.of("environment", "staging", "decision", "authorize"));
    Map<String, String> form = client.exchange(TestClient.query(page.location()).get("code"));
    String uri = app.issuer() + TOKEN;
    Answer refused =
        key == null
            ? client.post(TOKEN, form)
            : client.post(TOKEN, form, "DPoP", key.proof("POST", uri));
    assertThat(refused.error()).isEqualTo("invalid_grant");
    assertThat(client.post(TOKEN, form, "DPoP", KEY.proof("POST", uri)).status()).isEqualTo(200);
  }

  private static void badThumbprint() {
    Map<String, String> parameters = client.authorization();
    parameters.put("dpop_jkt", "short");
    var page = new ai.altertable.mcp.testing.TestBrowser(app.issuer());
    assertThat(TestClient.query(page.get(client.authorizeUrl(parameters)).location()))
        .containsEntry("error", "invalid_request");
  }

  private static void promised() {
    JsonObject metadata =
        new JsonObject()
            .put("client_name", "Promised")
            .put("redirect_uris", new io.vertx.core.json.JsonArray().add(TestClient.REDIRECT))
            .put("dpop_bound_access_tokens", true)
            .put("token_endpoint_auth_method", "none");
    JsonObject made = client.postJson("/oauth/register", metadata.encode()).json();
    assertThat(made.getBoolean("dpop_bound_access_tokens")).isTrue();
    TestClient promising = new TestClient(app, made.getString("client_id"));
    Map<String, String> form = promising.exchange(promising.code("staging", false));
    assertThat(promising.post(TOKEN, form).error()).isEqualTo("invalid_dpop_proof");
    String proof = KEY.proof("POST", app.issuer() + TOKEN);
    assertThat(promising.post(TOKEN, form, "DPoP", proof).status()).isEqualTo(200);
  }

  private static void refused(String proof) {
    Answer answer = client.post(TOKEN, new HashMap<>(client.exchange("any")), "DPoP", proof);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_dpop_proof");
  }

  private static void tokenTwice() {
    String proof = KEY.proof("POST", app.issuer() + TOKEN);
    assertThat(client.post(TOKEN, client.exchange("any"), "DPoP", proof).error())
        .isEqualTo("invalid_grant");
    refused(proof);
  }

  private static void twoProofs() {
    String uri = app.issuer() + TOKEN;
    Answer answer =
        client.post(
            TOKEN,
            client.exchange("any"),
            "DPoP",
            KEY.proof("POST", uri),
            "DPoP",
            KEY.proof("POST", uri));
    assertThat(answer.error()).isEqualTo("invalid_dpop_proof");
  }
}
