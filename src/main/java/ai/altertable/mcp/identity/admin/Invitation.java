package ai.altertable.mcp.identity.admin;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.identity.OrganizationRole;
import java.time.Instant;
import java.util.UUID;

/**
 * An invitation that waits to be accepted; never its token.
 *
 * @param email of who is invited, in lower case
 * @param role that they get
 * @param expired no good any more; inviting again makes it good
 */
public record Invitation(
    UUID id,
    String email,
    OrganizationRole role,
    Instant createdAt,
    Instant expiresAt,
    boolean expired) {
  public Invitation {
    requireNonNull(id, "id is null");
    requireNonNull(email, "email is null");
    requireNonNull(role, "role is null");
    requireNonNull(createdAt, "createdAt is null");
    requireNonNull(expiresAt, "expiresAt is null");
  }
}
