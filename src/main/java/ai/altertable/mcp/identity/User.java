package ai.altertable.mcp.identity;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * A person who can sign in.
 *
 * @param email in lower case
 */
public record User(UUID id, String email, String name) {
  public User {
    requireNonNull(id, "id is null");
    requireNonNull(email, "email is null");
    requireNonNull(name, "name is null");
  }
}
