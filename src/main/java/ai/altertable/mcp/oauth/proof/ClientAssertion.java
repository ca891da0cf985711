package ai.altertable.mcp.oauth.proof;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_CLIENT;

import ai.altertable.mcp.oauth.policy.OAuthException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * A client assertion (RFC 7523 section 3), well-formed; {@link #check} and {@link #signedBy} say
 * whether it is good.
 */
public final class ClientAssertion {
  private static final Duration SKEW = Duration.ofSeconds(30);

  /** One that lives longer must be remembered longer, and is worth stealing. */
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

  private static final int LONGEST_ID = 256;

  /** The media type of draft-ietf-oauth-rfc7523bis; most clients still say JWT, or nothing. */
  private static final List<JOSEObjectType> TYPES =
      List.of(JOSEObjectType.JWT, new JOSEObjectType("client-authentication+jwt"));

  private final SignedJWT jwt;
  private final JWTClaimsSet claims;

  private ClientAssertion(SignedJWT jwt, JWTClaimsSet claims) {
    this.jwt = jwt;
    this.claims = claims;
  }

  /**
   * Reads an assertion.
   *
   * @throws OAuthException {@code invalid_client} when it is none that could ever be good
   */
  public static ClientAssertion parse(String text) {
    SignedJWT jwt =
        SignedJwts.parse(text, false)
            .orElseThrow(() -> refused("the assertion is not a JWT signed in an accepted way"));
    JOSEObjectType type = jwt.getHeader().getType();
    if (type != null && !TYPES.contains(type)) {
      throw refused("the assertion is a JWT of another type");
    }
    JWTClaimsSet claims;
    try {
      claims = jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw refused("the assertion has no claims");
    }
    boolean complete =
        claims != null
            && claims.getSubject() != null
            && claims.getSubject().equals(claims.getIssuer())
            && claims.getExpirationTime() != null
            && claims.getJWTID() != null
            && !claims.getJWTID().isEmpty()
            && claims.getJWTID().length() <= LONGEST_ID;
    if (!complete) {
      throw refused("the assertion must have iss and sub, both the client_id, aud, exp and jti");
    }
    return new ClientAssertion(jwt, claims);
  }

  /** Who it says it is of; not proven. */
  public String clientId() {
    return claims.getSubject();
  }

  /** Claim {@code jti}. */
  public String id() {
    return claims.getJWTID();
  }

  /** When it is refused for good. */
  public Instant expiresAt() {
    return claims.getExpirationTime().toInstant().plus(SKEW);
  }

  /**
   * Checks whom it is for and when. Every audience must be ours: one made for others as well could
   * be replayed by them.
   *
   * @throws OAuthException {@code invalid_client}
   */
  public void check(Set<String> audiences, Instant now) {
    List<String> audience = claims.getAudience();
    if (audience.isEmpty() || !audiences.containsAll(audience)) {
      throw refused("aud of the assertion must be the issuer or the token endpoint");
    }
    Instant end = claims.getExpirationTime().toInstant();
    if (end.plus(SKEW).isBefore(now)) {
      throw refused("the assertion is expired");
    }
    if (end.isAfter(now.plus(LONGEST_LIFE).plus(SKEW))) {
      throw refused("the assertion lives longer than ten minutes");
    }
    if (later(claims.getNotBeforeTime(), now) || later(claims.getIssueTime(), now)) {
      throw refused("the assertion is of the future");
    }
  }

  private static boolean later(Date date, Instant now) {
    return date != null && date.toInstant().isAfter(now.plus(SKEW));
  }

  /** Whether one of the keys signed it. Slow: for a worker. */
  public boolean signedBy(PublicKeys keys) {
    return keys.signed(jwt);
  }

  /** Whether a key set may hold the key that it names. */
  public boolean mayBeSignedBy(PublicKeys keys) {
    return keys.mayHold(jwt.getHeader());
  }

  private static OAuthException refused(String why) {
    return new OAuthException(INVALID_CLIENT, why);
  }
}
