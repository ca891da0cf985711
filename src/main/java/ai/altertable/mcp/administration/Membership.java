package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.identity.OrganizationRole;
import java.util.UUID;

/**
 * An organization, and what the actor is in it.
 *
 * @param organization slug
 * @param name for people
 */
public record Membership(
    UUID organizationId, String organization, String name, OrganizationRole role) {
  public Membership {
    requireNonNull(organizationId, "organizationId is null");
    requireNonNull(organization, "organization is null");
    requireNonNull(name, "name is null");
    requireNonNull(role, "role is null");
  }

  public boolean admin() {
    return role == OrganizationRole.ADMIN;
  }
}
