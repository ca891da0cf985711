package ai.altertable.mcp.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * An OpenID provider made of Nimbus' SDK, which parses and judges the requests: it insists on PKCE
 * S256, a nonce, a state and the client's secret. It vouches for whom it is told, and misbehaves
 * where it is told to.
 */
public final class TestProvider implements AutoCloseable {
  public static final String CLIENT = "altertable-app";
  public static final String SECRET = "a secret / with+signs:%";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final RSAKey key = rsaKey("one");
  private final Map<String, AuthenticationRequest> codes = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final String issuer;

  /** Somebody with a verified address; everything else is changed by a test. */
  private volatile Map<String, Object> person = Map.of();

  private volatile UnaryOperator<JsonObject> metadata = UnaryOperator.identity();
  private volatile Function<JWTClaimsSet, JWTClaimsSet> claims = UnaryOperator.identity();
  private volatile Function<JWTClaimsSet, String> signing = this::signed;
  private volatile UnaryOperator<String> answer = UnaryOperator.identity();
  private volatile boolean lean;
  private final Map<String, HttpHandler> instead = new ConcurrentHashMap<>();

  private TestProvider(HttpServer server) {
    this.server = server;
    this.issuer = "http://localhost:" + server.getAddress().getPort();
    server.setExecutor(threads);
    serve("/.well-known/openid-configuration", this::configuration);
    serve("/authorize", this::authorize);
    serve("/token", this::token);
    serve("/userinfo", this::userinfo);
    serve(
        "/keys",
        exchange ->
            send(exchange, 200, "application/json", new JWKSet(key.toPublicJWK()).toString()));
    server.start();
  }

  public static TestProvider start() throws IOException {
    return new TestProvider(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  public String issuer() {
    return issuer;
  }

  /** What an app is configured with to trust this provider. */
  public Map<String, String> settings() {
    return Map.of(
        "ALTERTABLE_OIDC_ISSUER", issuer,
        "ALTERTABLE_OIDC_CLIENT_ID", CLIENT,
        "ALTERTABLE_OIDC_CLIENT_SECRET", SECRET,
        "ALTERTABLE_OIDC_LABEL", "Acme ID");
  }

  /** Who signs in from now on, well behaved otherwise. */
  public void vouchFor(String subject, String email) {
    vouchFor(
        Map.of("sub", subject, "email", email, "email_verified", true, "name", "Ada Lovelace"));
  }

  /** The same with any claims. */
  public void vouchFor(Map<String, Object> wanted) {
    person = wanted;
    metadata = UnaryOperator.identity();
    claims = UnaryOperator.identity();
    signing = this::signed;
    answer = UnaryOperator.identity();
    lean = false;
    instead.clear();
    requests.clear();
  }

  /** Changes the discovery document. */
  public void describeItself(UnaryOperator<JsonObject> change) {
    metadata = change;
  }

  /** Changes what ID tokens say. */
  public void claim(String name, Object value) {
    claims = good -> new JWTClaimsSet.Builder(good).claim(name, value).build();
  }

  /** Makes ID tokens some other way. */
  public void sign(Function<JWTClaimsSet, String> how) {
    signing = how;
  }

  /** Changes the address that the browser comes back to. */
  public void answer(UnaryOperator<String> change) {
    answer = change;
  }

  /** Leaves e-mail addresses out of ID tokens: they are to be had from userinfo alone. */
  public void leaveToUserinfo() {
    lean = true;
  }

  /** Answers on a path in some other way. */
  public void answer(String path, HttpHandler handler) {
    instead.put(path, handler);
  }

  /** How often a path was asked for. */
  public long asked(String path) {
    return requests.stream().filter(path::equals).count();
  }

  /** The provider's own key, to sign something wrong with. */
  public RSAKey key() {
    return key;
  }

  public static RSAKey rsaKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signed(JWTClaimsSet token) {
    return signed(token, key);
  }

  public static String signed(JWTClaimsSet token, RSAKey with) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID()).build(), token);
      jwt.sign(new RSASSASigner(with));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void configuration(HttpExchange exchange) throws IOException {
    OIDCProviderMetadata document =
        new OIDCProviderMetadata(
            new Issuer(issuer), List.of(SubjectType.PUBLIC), URI.create(issuer + "/keys"));
    document.setAuthorizationEndpointURI(URI.create(issuer + "/authorize"));
    document.setTokenEndpointURI(URI.create(issuer + "/token"));
    document.setUserInfoEndpointURI(URI.create(issuer + "/userinfo"));
    document.setIDTokenJWSAlgs(List.of(JWSAlgorithm.RS256));
    document.setSupportsAuthorizationResponseIssuerParam(true);
    JsonObject changed = metadata.apply(new JsonObject(document.toJSONObject().toJSONString()));
    send(exchange, 200, "application/json", changed.encode());
  }

  private void authorize(HttpExchange exchange) throws IOException {
    try {
      AuthenticationRequest request =
          AuthenticationRequest.parse(exchange.getRequestURI().getRawQuery());
      require(CLIENT.equals(request.getClientID().getValue()), "client_id");
      require(request.getScope().contains("openid"), "scope");
      require(request.getState() != null && request.getState().getValue().length() >= 32, "state");
      require(request.getNonce() != null && request.getNonce().getValue().length() >= 32, "nonce");
      require(CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod()), "PKCE");
      AuthorizationCode code = new AuthorizationCode();
      codes.put(code.getValue(), request);
      URI back =
          new AuthenticationSuccessResponse(
                  request.getRedirectionURI(),
                  code,
                  null,
                  null,
                  request.getState(),
                  null,
                  new Issuer(issuer),
                  null)
              .toURI();
      exchange.getResponseHeaders().set("Location", answer.apply(back.toString()));
      send(exchange, 302, "text/plain", "");
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private void token(HttpExchange exchange) throws IOException {
    try {
      HTTPRequest http = new HTTPRequest(HTTPRequest.Method.POST, URI.create(issuer + "/token"));
      for (String header : List.of("Content-Type", "Authorization")) {
        http.setHeader(header, exchange.getRequestHeaders().getFirst(header));
      }
      http.setBody(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      TokenRequest request = TokenRequest.parse(http);
      require(
          request.getClientAuthentication() instanceof ClientSecretBasic basic
              && basic.getClientID().getValue().equals(CLIENT)
              && basic.getClientSecret().getValue().equals(SECRET),
          "client authentication");
      AuthorizationCodeGrant grant = (AuthorizationCodeGrant) request.getAuthorizationGrant();
      AuthenticationRequest asked =
          Objects.requireNonNull(codes.remove(grant.getAuthorizationCode().getValue()), "code");
      require(
          CodeChallenge.compute(CodeChallengeMethod.S256, grant.getCodeVerifier())
              .equals(asked.getCodeChallenge()),
          "code verifier");
      require(asked.getRedirectionURI().equals(grant.getRedirectionURI()), "redirect_uri");
      String idToken = signing.apply(claims.apply(idToken(asked)));
      send(
          exchange,
          200,
          "application/json",
          new OIDCTokenResponse(new OIDCTokens(idToken, new BearerAccessToken(), null))
              .toJSONObject()
              .toJSONString());
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private JWTClaimsSet idToken(AuthenticationRequest request) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder token =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", request.getNonce().getValue());
    person.forEach(
        (name, value) -> {
          if (!lean || name.equals("sub")) {
            token.claim(name, value);
          }
        });
    return token.build();
  }

  private void userinfo(HttpExchange exchange) throws IOException {
    require(
        exchange.getRequestHeaders().getFirst("Authorization").startsWith("Bearer "), "a bearer");
    try {
      send(
          exchange,
          200,
          "application/json",
          UserInfo.parse(new JsonObject(person).encode()).toJSONString());
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private void serve(String path, HttpHandler good) {
    server.createContext(
        path,
        exchange -> {
          requests.add(path);
          try (exchange) {
            instead.getOrDefault(path, good).handle(exchange);
          } catch (AssertionError | RuntimeException e) {
            send(exchange, 400, "text/plain", "no good: " + e.getMessage());
          }
        });
  }

  private static void require(boolean good, String what) {
    if (!good) {
      throw new AssertionError("the request's " + what + " is not good");
    }
  }

  /** An answer of any kind. */
  public static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
