package ai.altertable.mcp.identity.admin;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.identity.OrganizationRole;
import java.util.UUID;

/**
 * An organization, and what the one who asks is in it.
 *
 * @param slug in addresses
 * @param name for people
 */
public record Organization(UUID id, String slug, String name, OrganizationRole role) {
  public Organization {
    requireNonNull(id, "id is null");
    requireNonNull(slug, "slug is null");
    requireNonNull(name, "name is null");
    requireNonNull(role, "role is null");
  }

  public boolean admin() {
    return role == OrganizationRole.ADMIN;
  }
}
