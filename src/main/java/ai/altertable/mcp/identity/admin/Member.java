package ai.altertable.mcp.identity.admin;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.identity.EnvironmentRole;
import ai.altertable.mcp.identity.OrganizationRole;
import java.util.Map;
import java.util.UUID;

/**
 * A member of an organization, as its administrators see it.
 *
 * @param role in the whole organization
 * @param environments roles on top of it, by the environment's slug
 * @param secondFactor whether a second factor is asked for at sign-in
 * @param disabled by the operator: cannot sign in
 */
public record Member(
    UUID userId,
    String email,
    String name,
    OrganizationRole role,
    Map<String, EnvironmentRole> environments,
    boolean secondFactor,
    boolean disabled) {
  public Member {
    requireNonNull(userId, "userId is null");
    requireNonNull(email, "email is null");
    requireNonNull(name, "name is null");
    requireNonNull(role, "role is null");
    environments = Map.copyOf(environments);
  }
}
