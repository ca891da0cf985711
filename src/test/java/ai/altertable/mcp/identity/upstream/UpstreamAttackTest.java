package ai.altertable.mcp.identity.upstream;

import static ai.altertable.mcp.testing.TestProvider.send;
import static ai.altertable.mcp.testing.TestProvider.signed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.oauth.attack.Attack;
import ai.altertable.mcp.oauth.attack.AttackTable;
import ai.altertable.mcp.oauth.attack.Family;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestDatabase;
import ai.altertable.mcp.testing.TestProvider;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A provider, or somebody who plays it, that lies, breaks or is tampered with: nobody is signed in.
 */
class UpstreamAttackTest implements AttackTable {
  private static final String DEMO = "demo@altertable.local";
  private static final RSAKey FOREIGN = TestProvider.rsaKey("one");
  private static final HttpHandler HUGE =
      exchange -> send(exchange, 200, "application/json", "{\"a\":\"" + "x".repeat(300_000));

  private static final AtomicInteger CUT_OFF = new AtomicInteger();

  private static TestProvider provider;

  /** Knows the provider's metadata and keys. */
  private static TestApp warm;

  /** Has not had the metadata yet. */
  private static TestApp cold;

  /** Has not had the keys yet. */
  private static TestApp keyless;

  /** One thing that is wrong, and what the browser is told. */
  private record Lie(String name, int status, Consumer<TestProvider> how) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    provider = TestProvider.start();
    TestDatabase database = TestDatabase.create();
    warm = TestApp.start(database, provider.settings());
    cold = TestApp.start(database, provider.settings());
    keyless = TestApp.start(database, provider.settings());
    provider.vouchFor("demo", DEMO);
    assertThat(comeBack(warm, new TestBrowser(warm.issuer())).location()).isEqualTo("/");
  }

  @AfterAll
  static void stop() {
    for (TestApp app : List.of(warm, cold, keyless)) {
      app.close();
    }
    provider.close();
  }

  private static Page comeBack(TestApp app, TestBrowser browser) {
    Page away = browser.get("/login/upstream");
    return away.status() == 303 ? browser.get(browser.get(away.location()).location()) : away;
  }

  private static void refuses(TestApp app, Lie attack) {
    provider.vouchFor("demo", DEMO);
    attack.how().accept(provider);
    TestBrowser browser = new TestBrowser(app.issuer());
    Page page = comeBack(app, browser);
    assertThat(page.status()).as(page.text()).isEqualTo(attack.status());
    assertThat(page.document().select("h1")).hasSize(1);
    assertThat(browser.cookies()).doesNotContainKey("altertable_session");
    assertThat(browser.get("/").location()).isEqualTo("/login");
    assertThat(app.audit().lines().get(app.audit().lines().size() - 1))
        .startsWith("sign_in.failed upstream ");
  }

  private static Lie token(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
    return new Lie(
        "ID token " + name,
        400,
        provider ->
            provider.sign(
                claims ->
                    signed(
                        change.apply(new JWTClaimsSet.Builder(claims)).build(), provider.key())));
  }

  private static Lie claim(String name, String claim, Object value) {
    return token(name, claims -> claims.claim(claim, value));
  }

  private static Date inSeconds(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  static Stream<Lie> tokens() {
    return Stream.of(
        claim("of another issuer", "iss", "https://evil.example"),
        token(
            "of an issuer that differs in a slash",
            claims -> claims.issuer(provider.issuer() + "/")),
        claim("of no issuer", "iss", null),
        claim("for another client", "aud", "another"),
        claim("for nobody", "aud", null),
        claim("for several, without saying which", "aud", List.of(TestProvider.CLIENT, "another")),
        claim("issued to another client", "azp", "another"),
        token("that has expired", claims -> claims.expirationTime(inSeconds(-120))),
        token("that never expires", claims -> claims.expirationTime(null)),
        token("from yesterday", claims -> claims.issueTime(inSeconds(-86_400))),
        token("from tomorrow", claims -> claims.issueTime(inSeconds(86_400))),
        token("issued at no time", claims -> claims.issueTime(null)),
        token("that is not valid yet", claims -> claims.notBeforeTime(inSeconds(600))),
        claim("of another sign-in", "nonce", "x".repeat(43)),
        claim("without nonce", "nonce", null),
        claim("whose nonce is no text", "nonce", List.of("x")),
        claim("without subject", "sub", null),
        claim("with an empty subject", "sub", ""),
        claim("with an endless subject", "sub", "s".repeat(256)),
        claim("that is endless", "padding", "p".repeat(70_000)));
  }

  private static Lie signing(
      String name, JWSAlgorithm algorithm, Supplier<RSAKey> key, String kid) {
    return new Lie(
        "ID token " + name,
        400,
        provider ->
            provider.sign(
                claims -> {
                  try {
                    SignedJWT jwt =
                        new SignedJWT(
                            new JWSHeader.Builder(algorithm)
                                .keyID(kid)
                                .jwk(FOREIGN.toPublicJWK())
                                .jwkURL(URI.create("https://evil.example/keys"))
                                .build(),
                            claims);
                    jwt.sign(
                        key == null
                            ? new MACSigner(hmacKey(kid))
                            : new RSASSASigner(key.get().toPrivateKey()));
                    return jwt.serialize();
                  } catch (JOSEException e) {
                    throw new IllegalStateException(e);
                  }
                }));
  }

  /** The client secret, or the public key, taken for a shared secret. */
  private static byte[] hmacKey(String kid) throws JOSEException {
    try {
      return kid == null
          ? MessageDigest.getInstance("SHA-256").digest(TestProvider.SECRET.getBytes(UTF_8))
          : provider.key().toPublicKey().getEncoded();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Lie> signatures() {
    return Stream.of(
        new Lie(
            "ID token with alg none",
            400,
            provider -> provider.sign(claims -> new PlainJWT(claims).serialize())),
        signing("with HS256 under the client secret", JWSAlgorithm.HS256, null, null),
        signing("with HS256 under the public key", JWSAlgorithm.HS256, null, "one"),
        signing("under a key it brings along", JWSAlgorithm.RS256, () -> FOREIGN, "one"),
        signing("under a key that nobody knows", JWSAlgorithm.RS256, () -> FOREIGN, "two"),
        signing("under a key of no name", JWSAlgorithm.RS256, () -> FOREIGN, null),
        signing(
            "under a key named like a file", JWSAlgorithm.RS256, () -> FOREIGN, "../../dev/null"),
        signing(
            "with an algorithm it never offered", JWSAlgorithm.PS256, () -> provider.key(), "one"),
        new Lie(
            "ID token with another payload",
            400,
            provider ->
                provider.sign(
                    claims -> {
                      String[] good = signed(claims, provider.key()).split("\\.");
                      String[] other =
                          new PlainJWT(
                                  new JWTClaimsSet.Builder(claims).subject("somebody else").build())
                              .serialize()
                              .split("\\.");
                      return good[0] + "." + other[1] + "." + good[2];
                    })),
        new Lie("ID token that is none", 400, provider -> provider.sign(claims -> "a.b.c")),
        new Lie(
            "no ID token",
            400,
            provider ->
                provider.answer(
                    "/token",
                    exchange ->
                        send(
                            exchange,
                            200,
                            "application/json",
                            "{\"access_token\":\"x\",\"token_type\":\"Bearer\"}"))));
  }

  private static Lie person(String name, String claim, Object value) {
    return new Lie(
        name,
        403,
        provider -> {
          Map<String, Object> claims = new HashMap<>();
          claims.putAll(Map.of("sub", "new", "email", DEMO, "email_verified", true));
          claims.put(claim, value);
          claims.values().removeIf(java.util.Objects::isNull);
          provider.vouchFor(claims);
        });
  }

  static Stream<Lie> persons() {
    return Stream.of(
        person("an address that is not verified", "email_verified", false),
        person("an address that is verified in words", "email_verified", "true"),
        person("an address of unknown standing", "email_verified", null),
        person("no address", "email", null),
        person("an address that is none", "email", "demo"),
        person("an address that is a list", "email", List.of(DEMO)),
        person("a stranger's address", "email", "stranger@evil.example"),
        person("an address with a line break", "email", DEMO + "\r\nx@evil.example"),
        person("an address with look-alike letters", "email", "dem\u043e@altertable.local"),
        new Lie(
            "userinfo of somebody else",
            400,
            provider -> {
              provider.vouchFor("demo", DEMO);
              provider.leaveToUserinfo();
              provider.answer(
                  "/userinfo",
                  exchange ->
                      send(
                          exchange,
                          200,
                          "application/json",
                          new JsonObject()
                              .put("sub", "other")
                              .put("email", DEMO)
                              .put("email_verified", true)
                              .encode()));
            }));
  }

  private static Lie answer(String name, int status, UnaryOperator<String> change) {
    return new Lie("answer " + name, status, provider -> provider.answer(change));
  }

  static Stream<Lie> answers() {
    return Stream.of(
        answer("without state", 400, url -> url.replaceAll("[?&]state=[^&]*", "&x=y")),
        answer(
            "of another state",
            400,
            url -> url.replaceAll("state=[^&]*", "state=" + "s".repeat(43))),
        answer("with two states", 400, url -> url + "&state=" + "s".repeat(43)),
        answer("with two codes", 400, url -> url + "&code=x"),
        answer("without code", 400, url -> url.replaceAll("code=[^&]*", "x=y")),
        answer("with a made-up code", 502, url -> url.replaceAll("code=[^&]*", "code=x")),
        answer(
            "of another provider",
            400,
            url -> url.replaceAll("iss=[^&]*", "iss=https://evil.example")),
        answer("of no provider", 400, url -> url.replaceAll("iss=[^&]*", "x=y")),
        answer("that says no", 403, url -> url.replaceAll("code=[^&]*", "error=access_denied")),
        answer(
            "that says no in markup",
            403,
            url -> url.replaceAll("code=[^&]*", "error=%3Cscript%3Ealert(1)%3C/script%3E")));
  }

  private static Lie broken(String name, String path, HttpHandler handler) {
    return new Lie(path + " " + name, 502, provider -> provider.answer(path, handler));
  }

  private static Stream<Lie> broken(String path) {
    return Stream.of(
        broken("fails", path, exchange -> send(exchange, 500, "text/plain", "out of order")),
        broken("says nothing", path, exchange -> send(exchange, 200, "application/json", "")),
        broken("hangs up", path, exchange -> {}),
        broken("is a page", path, exchange -> send(exchange, 200, "text/html", "<h1>Hello</h1>")),
        broken("is a list", path, exchange -> send(exchange, 200, "application/json", "[1]")),
        broken("is huge", path, HUGE),
        broken("never ends", path, UpstreamAttackTest::sendForever),
        broken("is deep", path, exchange -> send(exchange, 200, "application/json", deep(100_000))),
        broken(
            "sends us elsewhere",
            path,
            exchange -> {
              exchange.getResponseHeaders().set("Location", provider.issuer() + "/secret");
              send(exchange, 302, "text/plain", "");
            }));
  }

  /** Until it is cut off, which throws. */
  private static void sendForever(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    byte[] piece = " ".repeat(8192).getBytes(UTF_8);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        exchange.getResponseBody().write(piece);
      }
    } catch (IOException e) {
      CUT_OFF.incrementAndGet();
      throw e;
    }
  }

  @Test
  void cutsOffAnAnswerThatNeverEnds() {
    int before = CUT_OFF.get();
    refuses(warm, broken("never ends", "/token", UpstreamAttackTest::sendForever));
    Await.until(() -> CUT_OFF.get() > before);
  }

  @Test
  void cutsOffWhoTellsOfAPersonForever() {
    int before = CUT_OFF.get();
    refuses(
        warm,
        new Lie(
            "/userinfo never ends",
            502,
            upstream -> {
              upstream.leaveToUserinfo();
              upstream.answer("/userinfo", UpstreamAttackTest::sendForever);
            }));
    Await.until(() -> CUT_OFF.get() > before);
  }

  private static String deep(int levels) {
    return "{\"a\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
  }

  static Stream<Lie> discoveries() {
    return Stream.concat(
        broken("/.well-known/openid-configuration"),
        Stream.of(
            described("of another issuer", "issuer", "https://evil.example"),
            described("whose keys are inside", "jwks_uri", "https://169.254.169.254/latest/"),
            described(
                "that signs with a shared secret",
                "id_token_signing_alg_values_supported",
                List.of("HS256", "none"))));
  }

  private static Lie described(String name, String member, Object value) {
    return new Lie(
        "metadata " + name,
        502,
        provider -> provider.describeItself(document -> document.put(member, value)));
  }

  static Stream<Lie> keys() {
    return broken("/keys");
  }

  static Stream<Lie> exchanges() {
    return broken("/token");
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.of(
            rows(Family.JWT_CONFUSION, tokens(), () -> warm),
            rows(Family.JWT_CONFUSION, signatures(), () -> warm),
            rows(Family.ENUMERATION, persons(), () -> warm),
            rows(Family.MIX_UP, answers(), () -> warm),
            rows(Family.OVERSIZED, exchanges(), () -> warm),
            rows(Family.SSRF, discoveries(), () -> cold),
            rows(Family.OVERSIZED, keys(), () -> keyless))
        .flatMap(all -> all);
  }

  private static Stream<Attack> rows(Family family, Stream<Lie> lies, Supplier<TestApp> app) {
    return lies.map(lie -> new Attack(family, lie.name(), () -> refuses(app.get(), lie)));
  }

  @Test
  void waitsForNoAnswerForever() {
    CountDownLatch tested = new CountDownLatch(1);
    try {
      refuses(
          cold,
          broken(
              "never answers",
              "/.well-known/openid-configuration",
              exchange -> awaitQuietly(tested)));
    } finally {
      tested.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void fetchesNoKeysForEveryUnknownName() {
    provider.vouchFor("demo", DEMO);
    provider.sign(claims -> signed(claims, TestProvider.rsaKey("unknown")));
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(comeBack(warm, new TestBrowser(warm.issuer())).status()).isEqualTo(400);
    }
    assertThat(provider.asked("/keys")).isLessThanOrEqualTo(1);
  }

  @Test
  void takesAnAnswerOnceAndFromTheBrowserThatAskedAlone() {
    provider.vouchFor("demo", DEMO);
    TestBrowser victim = new TestBrowser(warm.issuer());
    TestBrowser attacker = new TestBrowser(warm.issuer());
    attacker.get("/login");
    String answer = victim.get(victim.get("/login/upstream").location()).location();
    assertThat(attacker.get(answer).status()).isEqualTo(400);
    assertThat(new TestBrowser(warm.issuer()).get(answer).status()).isEqualTo(400);
    assertThat(victim.get(answer).location()).isEqualTo("/");
    assertThat(victim.get(answer).status()).isEqualTo(400);
  }

  @Test
  void takesNoCodeOfAnotherSignIn() {
    provider.vouchFor("demo", DEMO);
    TestBrowser victim = new TestBrowser(warm.issuer());
    TestBrowser attacker = new TestBrowser(warm.issuer());
    String stolen = victim.get(victim.get("/login/upstream").location()).location();
    String own = attacker.get(attacker.get("/login/upstream").location()).location();
    String code = stolen.replaceAll(".*[?&]code=([^&]*).*", "$1");
    // The provider holds the code to the verifier of the browser that it was made for.
    assertThat(attacker.get(own.replaceAll("code=[^&]*", "code=" + code)).status()).isEqualTo(502);
  }

  @Test
  void letsNobodyInWhoIsDisabledOrWhoseInvitationIsTooOld() {
    warm.execute(
        "INSERT INTO app_user (email, name, disabled_at) VALUES ('off@demo.test', 'Off', now());"
            + " INSERT INTO invitation (organization_id, email, role, token_hash, invited_by,"
            + " created_at, expires_at) SELECT id, 'late@demo.test', 'reader', sha256('late'), 'x',"
            + " now() - interval '9 days', now() - interval '1 day' FROM organization");
    for (String email : List.of("off@demo.test", "late@demo.test")) {
      refuses(warm, new Lie(email, 403, provider -> provider.vouchFor(email, email)));
    }
  }
}
