package ai.altertable.mcp.oauth.proof;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/**
 * The signatures that clients may use (RFC 8725 section 3.1): asymmetric ones only, each with the
 * one kind of key that it belongs to, so that no key is used for what it was not made for.
 */
public final class Signatures {
  /** For the metadata documents, the commonest first. */
  public static final List<String> ALGORITHMS = List.of("ES256", "RS256", "PS256", "EdDSA");

  private static final int SHORTEST_RSA_BITS = 2048;

  /** Longer ones cost more than anybody needs. */
  private static final int LONGEST_RSA_BITS = 4096;

  /** SubjectPublicKeyInfo of an Ed25519 key, up to the key itself (RFC 8410 section 4). */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int ED25519_BYTES = 32;

  private Signatures() {}

  /** Whether a key is public and of a kind that the algorithms take. */
  static boolean usable(JWK key) {
    return !key.isPrivate() && ALGORITHMS.stream().anyMatch(name -> fits(key, name));
  }

  /** Whether a key is of the kind that an algorithm takes. */
  static boolean fits(JWK key, String algorithm) {
    return switch (algorithm) {
      case "ES256" -> key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve());
      case "RS256", "PS256" -> key instanceof RSAKey rsa && reasonable(rsa);
      case "EdDSA" -> key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve());
      default -> false;
    };
  }

  private static boolean reasonable(RSAKey key) {
    return key.size() >= SHORTEST_RSA_BITS && key.size() <= LONGEST_RSA_BITS;
  }

  /** Whether the key signed it. Slow: for a worker. */
  static boolean verify(SignedJWT jwt, JWK key) {
    JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
    if (!fits(key, algorithm.getName())) {
      return false;
    }
    try {
      if (key instanceof ECKey ec) {
        return jwt.verify(new ECDSAVerifier(ec));
      }
      return key instanceof RSAKey rsa
          ? jwt.verify(new RSASSAVerifier(rsa))
          : ed25519(jwt, (OctetKeyPair) key);
    } catch (JOSEException | GeneralSecurityException e) {
      return false;
    }
  }

  /** By the JDK: Nimbus would need a library of its own for it. */
  private static boolean ed25519(SignedJWT jwt, OctetKeyPair key) throws GeneralSecurityException {
    byte[] x = key.getDecodedX();
    if (x.length != ED25519_BYTES) {
      return false;
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + x.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
    PublicKey known =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(known);
    check.update(jwt.getSigningInput());
    return check.verify(jwt.getSignature().decode());
  }
}
