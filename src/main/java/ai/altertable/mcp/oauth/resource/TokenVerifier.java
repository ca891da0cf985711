package ai.altertable.mcp.oauth.resource;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Verifies access tokens by RFC 9068 section 4 and RFC 8725: one algorithm, one type, our issuer,
 * our published keys only. Nothing in a token's header chooses a key but the id of one of ours.
 */
public final class TokenVerifier {
  /** Tokens of ours have some 600 characters. */
  static final int LONGEST = 4096;

  private static final String ALGORITHM = "ES256";
  private static final Set<String> TYPES = Set.of("at+jwt", "application/at+jwt");
  private static final int SKEW_SECONDS = 10;

  private final String issuer;
  private final VerificationKeys keys;
  private final BoundedWorker worker;
  private final Clock clock;

  /**
   * @param issuer the only one believed
   * @param worker where signatures are checked
   */
  public TokenVerifier(
      Vertx vertx, PlatformDatabase database, String issuer, BoundedWorker worker, Clock clock) {
    JWTOptions options = new JWTOptions().setIssuer(issuer).setLeeway(SKEW_SECONDS);
    this.issuer = issuer;
    this.keys = new VerificationKeys(vertx, database, options, clock);
    this.worker = worker;
    this.clock = clock;
  }

  /**
   * Verifies a token.
   *
   * @param token any garbage
   * @return fails with {@link InvalidToken} for the token's fault, and otherwise when the answer
   *     cannot be found out
   */
  public Future<VerifiedToken> verify(String token) {
    String kid;
    try {
      kid = keyId(token);
    } catch (InvalidToken e) {
      return Future.failedFuture(e);
    }
    return keys.verifier(kid)
        .compose(
            verifier ->
                verifier
                    .map(known -> worker.run(() -> verify(known, token)))
                    .orElseGet(
                        () -> Future.failedFuture(new InvalidToken("token has an unknown key"))));
  }

  private static String keyId(String token) {
    int dot = token.indexOf('.');
    if (token.length() > LONGEST || dot < 1) {
      throw new InvalidToken("token is malformed");
    }
    JsonObject header;
    try {
      header =
          new JsonObject(new String(Base64.getUrlDecoder().decode(token.substring(0, dot)), UTF_8));
    } catch (IllegalArgumentException | DecodeException e) {
      throw new InvalidToken("token is malformed");
    }
    if (!ALGORITHM.equals(header.getValue("alg"))) {
      throw new InvalidToken("token is not signed with ES256");
    }
    if (!(header.getValue("typ") instanceof String type)
        || !TYPES.contains(type.toLowerCase(Locale.ROOT))) {
      throw new InvalidToken("token is not of type at+jwt");
    }
    if (header.containsKey("crit") || !(header.getValue("kid") instanceof String kid)) {
      throw new InvalidToken("token header is not acceptable");
    }
    return kid;
  }

  /** Runs on the worker: the future of a JWTAuth is complete when it is returned. */
  private VerifiedToken verify(JWTAuth verifier, String token) {
    Future<User> checked = verifier.authenticate(new TokenCredentials(token));
    if (!checked.succeeded()) {
      throw new InvalidToken("token is expired or not genuine");
    }
    try {
      return claims(checked.result().attributes().getJsonObject("accessToken"));
    } catch (ClassCastException | IllegalArgumentException | NullPointerException e) {
      throw new InvalidToken("token lacks a claim");
    }
  }

  private VerifiedToken claims(JsonObject claims) {
    if (!issuer.equals(claims.getValue("iss"))) {
      throw new InvalidToken("token is of another issuer");
    }
    Instant expiresAt = Instant.ofEpochSecond(claims.getLong("exp"));
    if (expiresAt.plusSeconds(SKEW_SECONDS).isBefore(clock.instant())) {
      throw new InvalidToken("token is expired");
    }
    return new VerifiedToken(
        UUID.fromString(claims.getString("gid")),
        claims.getString("client_id"),
        audiences(claims.getValue("aud")),
        claims.getString("scope"),
        expiresAt,
        proofKey(claims));
  }

  private static Optional<String> proofKey(JsonObject claims) {
    return Optional.ofNullable(claims.getJsonObject("cnf")).map(key -> key.getString("jkt"));
  }

  /** One string or an array of strings (RFC 7519 section 4.1.3). */
  private static Set<String> audiences(Object audience) {
    return audience instanceof JsonArray several
        ? several.stream().map(String.class::cast).collect(Collectors.toSet())
        : Set.of((String) audience);
  }
}
