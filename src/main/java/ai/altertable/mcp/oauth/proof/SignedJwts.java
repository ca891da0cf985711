package ai.altertable.mcp.oauth.proof;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Optional;

/** Reads JWTs that clients sign, and refuses what RFC 8725 warns of before anything is computed. */
final class SignedJwts {
  private static final int LONGEST = 8 * 1024;

  private SignedJwts() {}

  /**
   * Parses a compact JWS with an algorithm of ours and no header parameter that would bring a key
   * along from somewhere, or that must be understood.
   *
   * @param keyInHeader whether the header must hold the key (DPoP), or must not
   * @return empty when it is not acceptable
   */
  static Optional<SignedJWT> parse(String text, boolean keyInHeader) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(text);
      JWSHeader header = jwt.getHeader();
      boolean plain =
          header.getCriticalParams() == null
              && header.getJWKURL() == null
              && header.getX509CertURL() == null
              && header.getX509CertChain() == null
              && header.isBase64URLEncodePayload();
      boolean known = Signatures.ALGORITHMS.contains(header.getAlgorithm().getName());
      return plain && known && (header.getJWK() != null) == keyInHeader
          ? Optional.of(jwt)
          : Optional.empty();
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
