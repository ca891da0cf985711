package ai.altertable.mcp.identity.upstream;

import ai.altertable.mcp.config.OidcConfig;
import ai.altertable.mcp.identity.EmailAddresses;
import ai.altertable.mcp.identity.Joining;
import ai.altertable.mcp.identity.UpstreamUsers;
import ai.altertable.mcp.identity.UpstreamUsers.Person;
import ai.altertable.mcp.identity.User;
import ai.altertable.mcp.identity.upstream.UpstreamRefused.Why;
import ai.altertable.mcp.identity.upstream.UpstreamRequests.Pending;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import com.nimbusds.jwt.JWTClaimsSet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sign-in through the configured provider: authorization code with PKCE, a state that is bound to
 * the browser, a nonce, and an ID token that is validated in full. vertx-auth-oauth2 speaks to the
 * token and userinfo endpoints; it would accept an ID token that it cannot verify, so the judgement
 * is {@link IdTokens}'.
 */
public final class UpstreamSignIn {
  /** Where the provider sends the browser back, at the app. */
  public static final String CALLBACK = "/login/upstream/callback";

  private static final String SCOPES = "openid email profile";
  private static final int WORKERS = 1;
  private static final int WAITING = 128;
  private static final int LONGEST_NAME = 200;

  private final Vertx vertx;
  private final OidcConfig config;
  private final String callback;
  private final UpstreamUsers users;
  private final UpstreamRequests requests;
  private final Provider provider;
  private final ProviderCalls calls;
  private final BoundedWorker crypto;
  private final InstantSource clock = InstantSource.system();
  private volatile Client client;

  /** Keeps its connections, so there is one for each metadata, which hardly ever changes. */
  private record Client(ProviderMetadata metadata, OAuth2Auth oauth) {}

  private UpstreamSignIn(
      Vertx vertx, OidcConfig config, String app, UpstreamUsers users, UpstreamRequests requests) {
    this.vertx = vertx;
    this.config = config;
    this.callback = app + CALLBACK;
    this.users = users;
    this.requests = requests;
    JsonFetch fetch = new JsonFetch(vertx);
    this.provider = new Provider(fetch, config.issuer(), clock);
    this.calls = new ProviderCalls(fetch, config);
    this.crypto = new BoundedWorker(vertx, "upstream", WORKERS, WAITING);
  }

  /**
   * @param app public origin of the app
   */
  public static UpstreamSignIn create(
      Vertx vertx,
      OidcConfig config,
      String app,
      UpstreamUsers users,
      PlatformDatabase database,
      Secrets secrets) {
    return new UpstreamSignIn(vertx, config, app, users, new UpstreamRequests(database, secrets));
  }

  /** What the provider is called on the sign-in page. */
  public String label() {
    return config.label();
  }

  /**
   * Begins a sign-in.
   *
   * @param browser the browser's secret, from its cookie
   * @param next told again when it is finished
   * @return where to send the browser; fails with {@link UpstreamRefused}
   */
  public Future<String> begin(String browser, String next) {
    String state = Secrets.randomToken();
    Pending pending = new Pending(Secrets.randomToken(), Secrets.randomToken(), next);
    return provider
        .metadata()
        .compose(
            metadata ->
                requests
                    .store(state, browser, pending)
                    .map(stored -> authorizeUrl(metadata, state, pending)));
  }

  /**
   * The provider's answer, as the browser brought it.
   *
   * @param issuer parameter {@code iss} (RFC 9207)
   */
  public record Answer(
      Optional<String> state,
      Optional<String> code,
      Optional<String> error,
      Optional<String> issuer) {
    @Override
    public String toString() {
      return "Answer";
    }
  }

  /**
   * Who came back.
   *
   * @param joined ids of the organizations whose invitations were taken by this
   * @param next as it was begun with
   */
  public record Arrival(User user, List<UUID> joined, String next) {}

  /**
   * Finishes a sign-in; it cannot be finished again.
   *
   * @param browser the browser's secret, from its cookie
   * @param joining records the invitations that it accepts
   * @return fails with {@link UpstreamRefused}
   */
  public Future<Arrival> finish(Answer answer, String browser, Joining joining) {
    return requests
        .take(answer.state().orElse(""), browser)
        .map(
            pending ->
                pending.orElseThrow(
                    () -> new UpstreamRefused(Why.STALE, "no such sign-in of this browser")))
        .compose(
            pending ->
                provider
                    .metadata()
                    .compose(metadata -> person(metadata, pending, answer))
                    .compose(person -> users.find(person, joining))
                    .map(found -> found.orElseThrow(UpstreamSignIn::unknown))
                    .map(found -> new Arrival(found.user(), found.joined(), pending.next())));
  }

  private static UpstreamRefused unknown() {
    return new UpstreamRefused(Why.UNKNOWN, "no user, or a disabled one");
  }

  private Future<Person> person(ProviderMetadata metadata, Pending pending, Answer answer) {
    // Mix-up (RFC 9207 section 2.4): an answer of another provider is not taken for this one's.
    boolean foreign = answer.issuer().filter(iss -> !iss.equals(metadata.issuer())).isPresent();
    if (foreign || (metadata.namesItself() && answer.issuer().isEmpty())) {
      throw new UpstreamRefused(Why.UNTRUSTED, "the answer is not of the provider");
    }
    if (answer.error().isPresent()) {
      throw new UpstreamRefused(Why.DENIED, "the provider refused: " + answer.error().get());
    }
    String code =
        answer
            .code()
            .orElseThrow(() -> new UpstreamRefused(Why.UNTRUSTED, "the answer has no code"));
    return calls
        .tokens(metadata, code, callback, pending.verifier())
        .compose(
            tokens ->
                claims(metadata, pending, tokens)
                    .compose(
                        claims ->
                            claims.getClaim("email") != null || metadata.userinfo() == null
                                ? Future.succeededFuture(person(metadata, claims, claims(claims)))
                                : calls
                                    .userinfo(metadata, tokens)
                                    .map(info -> person(metadata, claims, info))));
  }

  private Future<JWTClaimsSet> claims(
      ProviderMetadata metadata, Pending pending, JsonObject tokens) {
    if (!(tokens.getValue("id_token") instanceof String token)) {
      throw new UpstreamRefused(Why.UNTRUSTED, "the provider gave no ID token");
    }
    return provider
        .keys(metadata, IdTokens.keyId(token))
        .compose(
            keys ->
                crypto.run(
                    () ->
                        IdTokens.validate(
                            token,
                            metadata,
                            keys,
                            config.clientId(),
                            pending.nonce(),
                            clock.instant())));
  }

  /** The same three claims, from the ID token or, when it is lean, from the userinfo endpoint. */
  private Person person(ProviderMetadata metadata, JWTClaimsSet token, JsonObject claims) {
    // Core section 5.3.2: otherwise it may be somebody else's.
    if (!token.getSubject().equals(claims.getValue("sub"))) {
      throw new UpstreamRefused(Why.UNTRUSTED, "the userinfo is of another subject");
    }
    String email =
        claims.getValue("email") instanceof String text ? EmailAddresses.normalize(text) : "";
    if (!EmailAddresses.valid(email) || !Boolean.TRUE.equals(claims.getValue("email_verified"))) {
      throw new UpstreamRefused(Why.UNKNOWN, "the provider vouches for no e-mail address");
    }
    String domain = email.substring(email.indexOf('@') + 1);
    if (!config.domains().isEmpty() && !config.domains().contains(domain)) {
      throw new UpstreamRefused(Why.UNKNOWN, "the e-mail address is of another domain");
    }
    return new Person(metadata.issuer(), token.getSubject(), email, name(claims, email));
  }

  private static JsonObject claims(JWTClaimsSet token) {
    return new JsonObject(token.toJSONObject());
  }

  private static String name(JsonObject claims, String otherwise) {
    String name = claims.getValue("name") instanceof String text ? text : "";
    String plain = name.replaceAll("\\p{C}", "").strip();
    return plain.isEmpty()
        ? otherwise.substring(0, Math.min(otherwise.length(), LONGEST_NAME))
        : plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
  }

  private String authorizeUrl(ProviderMetadata metadata, String state, Pending pending) {
    String challenge =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash(pending.verifier()));
    return client(metadata)
        .authorizeURL(
            new OAuth2AuthorizationURL()
                .setRedirectUri(callback)
                .addScope(SCOPES)
                .setState(state)
                .setCodeChallenge(challenge)
                .setCodeChallengeMethod("S256")
                .putAdditionalParameter("nonce", pending.nonce()));
  }

  private OAuth2Auth client(ProviderMetadata metadata) {
    Client known = client;
    if (known == null || !known.metadata().equals(metadata)) {
      known = new Client(metadata, OAuth2Auth.create(vertx, options(metadata)));
      client = known;
    }
    return known.oauth();
  }

  private OAuth2Options options(ProviderMetadata metadata) {
    return new OAuth2Options()
        .setClientId(config.clientId())
        .setSite(metadata.issuer())
        .setAuthorizationPath(metadata.authorization().toString())
        .setTokenPath(metadata.token().toString());
  }
}
