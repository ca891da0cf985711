package ai.altertable.mcp.oauth.grant;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.oauth.client.Client;
import ai.altertable.mcp.oauth.policy.Parameters;
import java.util.Optional;

/**
 * A token request (RFC 6749 section 3.2).
 *
 * @param client authenticated
 * @param form its parameters
 * @param proofKey thumbprint of the key that its DPoP proof proved (RFC 9449 section 5), or empty
 *     when there was none
 */
public record TokenRequest(Client client, Parameters form, Optional<String> proofKey) {
  public TokenRequest {
    requireNonNull(client, "client is null");
    requireNonNull(form, "form is null");
    requireNonNull(proofKey, "proofKey is null");
  }

  /** Whether what is bound to that key, or to none, may be used. */
  boolean proves(Optional<String> bound) {
    return bound.isEmpty() || bound.equals(proofKey);
  }
}
