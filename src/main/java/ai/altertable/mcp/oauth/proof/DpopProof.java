package ai.altertable.mcp.oauth.proof;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_DPOP_PROOF;
import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.platform.Secrets;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** A DPoP proof (RFC 9449 section 4.2), well-formed; the methods say whether it is good. */
final class DpopProof {
  /** Between who signed and who checks; clocks of laptops are off by seconds. */
  private static final Duration AHEAD = Duration.ofSeconds(30);

  private static final Duration OLDEST = Duration.ofMinutes(2);
  private static final int LONGEST_ID = 256;
  private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");

  private final SignedJWT jwt;
  private final JWTClaimsSet claims;

  private DpopProof(SignedJWT jwt, JWTClaimsSet claims) {
    this.jwt = jwt;
    this.claims = claims;
  }

  /**
   * Reads a proof.
   *
   * @param text any garbage
   * @throws OAuthException {@code invalid_dpop_proof} when it is none that could ever be good
   */
  static DpopProof parse(String text) {
    SignedJWT jwt =
        SignedJwts.parse(text, true)
            .filter(parsed -> TYPE.equals(parsed.getHeader().getType()))
            .orElseThrow(() -> refused("the proof is not a dpop+jwt signed in an accepted way"));
    try {
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      String id = claims.getJWTID();
      boolean complete =
          id != null
              && !id.isEmpty()
              && id.length() <= LONGEST_ID
              && claims.getIssueTime() != null
              && claims.getStringClaim("htm") != null
              && claims.getStringClaim("htu") != null;
      if (!complete) {
        throw refused("the proof must have jti, htm, htu and iat");
      }
      return new DpopProof(jwt, claims);
    } catch (ParseException e) {
      throw refused("the proof has claims of the wrong type");
    }
  }

  /** Claim {@code jti}. */
  String id() {
    return claims.getJWTID();
  }

  /** When it is refused for good. */
  Instant expiresAt() {
    return claims.getIssueTime().toInstant().plus(OLDEST);
  }

  /** Thumbprint (RFC 7638) of the key that it brings. */
  String thumbprint() {
    try {
      return jwt.getHeader().getJWK().computeThumbprint().toString();
    } catch (JOSEException e) {
      throw refused("the key of the proof is not usable");
    }
  }

  /**
   * Checks what it was made for, and when.
   *
   * @throws OAuthException {@code invalid_dpop_proof}
   */
  void check(DpopProofs.Use use, Instant now) {
    if (!use.method().equals(claims.getClaim("htm"))) {
      throw refused("htm of the proof is not the method of this request");
    }
    if (!TargetUris.same((String) claims.getClaim("htu"), use.uri())) {
      throw refused("htu of the proof is not the address of this request");
    }
    Instant made = claims.getIssueTime().toInstant();
    if (made.isBefore(now.minus(OLDEST)) || made.isAfter(now.plus(AHEAD))) {
      throw refused("iat of the proof is too old or in the future; check the clock");
    }
    use.token().ifPresent(this::checkToken);
  }

  /** RFC 9449 section 4.3, points 11 and 12: made for that token, with the key it is bound to. */
  private void checkToken(DpopProofs.BoundToken bound) {
    String hash =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash(bound.token()));
    if (!hash.equals(claims.getClaim("ath"))) {
      throw refused("ath of the proof is not the hash of this token");
    }
    if (!Secrets.same(thumbprint().getBytes(US_ASCII), bound.key().getBytes(US_ASCII))) {
      throw refused("the token is bound to another key");
    }
  }

  /**
   * Checks that the key which it brings signed it. Slow: for a worker.
   *
   * @throws OAuthException {@code invalid_dpop_proof}
   */
  void checkSignature() {
    if (!Signatures.verify(jwt, jwt.getHeader().getJWK())) {
      throw refused("the signature of the proof is not of the key in its header");
    }
  }

  static OAuthException refused(String why) {
    return new OAuthException(INVALID_DPOP_PROOF, why);
  }
}
