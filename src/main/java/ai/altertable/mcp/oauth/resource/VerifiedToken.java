package ai.altertable.mcp.oauth.resource;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * The claims of a token whose signature, type, issuer and times are right. Says nothing yet about
 * its grant.
 *
 * @param grantId claim {@code gid}
 * @param clientId claim {@code client_id}
 * @param audiences claim {@code aud}
 * @param scopes what the token is good for
 * @param expiresAt claim {@code exp}
 */
public record VerifiedToken(
    UUID grantId, String clientId, Set<String> audiences, Set<Scope> scopes, Instant expiresAt) {
  public VerifiedToken {
    requireNonNull(grantId, "grantId is null");
    requireNonNull(clientId, "clientId is null");
    audiences = Set.copyOf(audiences);
    scopes = Set.copyOf(scopes);
    requireNonNull(expiresAt, "expiresAt is null");
  }
}
