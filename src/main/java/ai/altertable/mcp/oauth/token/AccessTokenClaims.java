package ai.altertable.mcp.oauth.token;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Tenant;
import java.util.Optional;
import java.util.UUID;

/**
 * What an access token says.
 *
 * @param grantId the grant it hangs on, claim {@code gid}
 * @param subject user or service account, claim {@code sub}
 * @param clientId claim {@code client_id}
 * @param audience resource, claim {@code aud}
 * @param tenant claims {@code org} and {@code env}
 * @param scope what the token is good for, space-delimited
 * @param proofKey thumbprint of the key it is bound to, claim {@code cnf.jkt} (RFC 9449 section
 *     6.1), or empty for a bearer token
 */
public record AccessTokenClaims(
    UUID grantId,
    String subject,
    String clientId,
    String audience,
    Tenant tenant,
    String scope,
    Optional<String> proofKey) {
  public AccessTokenClaims {
    requireNonNull(grantId, "grantId is null");
    requireNonNull(subject, "subject is null");
    requireNonNull(clientId, "clientId is null");
    requireNonNull(audience, "audience is null");
    requireNonNull(tenant, "tenant is null");
    requireNonNull(scope, "scope is null");
    requireNonNull(proofKey, "proofKey is null");
  }
}
