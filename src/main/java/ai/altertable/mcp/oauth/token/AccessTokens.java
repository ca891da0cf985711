package ai.altertable.mcp.oauth.token;

import ai.altertable.mcp.platform.BoundedWorker;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** Issues access tokens: JWTs by RFC 9068, signed with ES256 off the event loop. */
public final class AccessTokens {
  /** RFC 9068 section 2.1; keeps other JWTs from passing as access tokens. */
  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

  private final String issuer;
  private final Duration lifetime;
  private final SigningKeys keys;
  private final BoundedWorker worker;
  private final Clock clock;

  /**
   * @param issuer the {@code iss} claim
   * @param lifetime of each token
   */
  public AccessTokens(
      String issuer, Duration lifetime, SigningKeys keys, BoundedWorker worker, Clock clock) {
    this.issuer = issuer;
    this.lifetime = lifetime;
    this.keys = keys;
    this.worker = worker;
    this.clock = clock;
  }

  public Duration lifetime() {
    return lifetime;
  }

  /** Issues a token; fails when the database is away or the worker is full. */
  public Future<String> issue(AccessTokenClaims claims) {
    return keys.current().compose(key -> worker.run(() -> sign(key, claims)));
  }

  private String sign(SigningKey key, AccessTokenClaims claims) throws JOSEException {
    Instant now = clock.instant();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.kid()).build();
    JWTClaimsSet.Builder body =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(claims.subject())
            .audience(claims.audience())
            .claim("client_id", claims.clientId())
            .claim("org", claims.tenant().organization())
            .claim("env", claims.tenant().environment())
            .claim("scope", claims.scope())
            .claim("gid", claims.grantId().toString())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)));
    claims.proofKey().ifPresent(jkt -> body.claim("cnf", Map.of("jkt", jkt)));
    SignedJWT jwt = new SignedJWT(header, body.build());
    jwt.sign(key.signer());
    return jwt.serialize();
  }
}
