package ai.altertable.mcp.oauth.proof;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.text.ParseException;
import java.util.List;

/** The public keys of a client (RFC 7517 section 5). */
public final class PublicKeys {
  private static final int MOST = 10;

  private final List<JWK> keys;

  private PublicKeys(List<JWK> keys) {
    this.keys = keys;
  }

  /**
   * Reads a JWK set. Keys for other uses and of other kinds are left out.
   *
   * @throws IllegalArgumentException when it is none, when it holds a private key, no usable key or
   *     too many; the message is for its owner and repeats nothing of it
   */
  public static PublicKeys parse(JsonObject jwks) {
    List<JWK> keys;
    try {
      keys = JWKSet.parse(jwks.encode()).getKeys();
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException("jwks is not a JWK set", e);
    }
    if (keys.stream().anyMatch(JWK::isPrivate)) {
      throw new IllegalArgumentException(
          "jwks holds a private or symmetric key; never send those, make a new one");
    }
    if (keys.size() > MOST) {
      throw new IllegalArgumentException("jwks holds more than " + MOST + " keys");
    }
    List<JWK> usable =
        keys.stream()
            .filter(key -> !KeyUse.ENCRYPTION.equals(key.getKeyUse()))
            .filter(Signatures::usable)
            .toList();
    if (usable.isEmpty()) {
      throw new IllegalArgumentException(
          "jwks holds no key for " + String.join(", ", Signatures.ALGORITHMS));
    }
    return new PublicKeys(usable);
  }

  /** The usable keys, as a JWK set. */
  public JsonObject toJson() {
    return new JsonObject(new JWKSet(keys).toString());
  }

  /** Whether one of them signed it; the header's {@code kid}, if there is one, says which. Slow. */
  boolean signed(SignedJWT jwt) {
    String kid = jwt.getHeader().getKeyID();
    return keys.stream()
        .filter(key -> kid == null || key.getKeyID() == null || kid.equals(key.getKeyID()))
        .anyMatch(key -> Signatures.verify(jwt, key));
  }

  /** Whether a key could be the one that a header names: if not, they may be out of date. */
  boolean mayHold(JWSHeader header) {
    String kid = header.getKeyID();
    return kid == null || keys.stream().anyMatch(key -> kid.equals(key.getKeyID()));
  }
}
