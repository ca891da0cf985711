package ai.altertable.mcp.identity;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * An invitation, as whoever holds its link sees it.
 *
 * @param organization its name
 * @param email of who is invited
 * @param role that they get
 * @param known whether there is an account with that address
 */
public record PendingInvitation(
    UUID organizationId, String organization, String email, OrganizationRole role, boolean known) {
  public PendingInvitation {
    requireNonNull(organizationId, "organizationId is null");
    requireNonNull(organization, "organization is null");
    requireNonNull(email, "email is null");
    requireNonNull(role, "role is null");
  }
}
