package ai.altertable.mcp.oauth.token;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JWSSigner;
import java.time.Instant;

/**
 * The private half of a key, ready to sign.
 *
 * @param kid names it in token headers and in the JWKS
 * @param createdAt when it was made; it signs for {@code oauth.key_days}
 */
record SigningKey(String kid, JWSSigner signer, Instant createdAt) {
  SigningKey {
    requireNonNull(kid, "kid is null");
    requireNonNull(signer, "signer is null");
    requireNonNull(createdAt, "createdAt is null");
  }
}
