package ai.altertable.mcp.oauth.resource;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * A service account that administers its organization through the API.
 *
 * @param grantId for the audit log
 * @param accountId the service account
 * @param name of the service account, for people
 * @param clientId its OAuth client
 * @param organizationId the only organization it may touch
 * @param organization slug of that
 */
public record AdminCaller(
    UUID grantId,
    UUID accountId,
    String name,
    String clientId,
    UUID organizationId,
    String organization) {
  public AdminCaller {
    requireNonNull(grantId, "grantId is null");
    requireNonNull(accountId, "accountId is null");
    requireNonNull(name, "name is null");
    requireNonNull(clientId, "clientId is null");
    requireNonNull(organizationId, "organizationId is null");
    requireNonNull(organization, "organization is null");
  }
}
