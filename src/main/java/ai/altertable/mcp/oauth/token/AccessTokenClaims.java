package ai.altertable.mcp.oauth.token;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import java.util.Set;
import java.util.UUID;

/**
 * What an access token says.
 *
 * @param grantId the grant it hangs on, claim {@code gid}
 * @param subject user or service account, claim {@code sub}
 * @param clientId claim {@code client_id}
 * @param audience resource, claim {@code aud}
 * @param tenant claims {@code org} and {@code env}
 * @param scopes what the token is good for
 */
public record AccessTokenClaims(
    UUID grantId,
    String subject,
    String clientId,
    String audience,
    Tenant tenant,
    Set<Scope> scopes) {
  public AccessTokenClaims {
    requireNonNull(grantId, "grantId is null");
    requireNonNull(subject, "subject is null");
    requireNonNull(clientId, "clientId is null");
    requireNonNull(audience, "audience is null");
    requireNonNull(tenant, "tenant is null");
    scopes = Set.copyOf(scopes);
  }
}
