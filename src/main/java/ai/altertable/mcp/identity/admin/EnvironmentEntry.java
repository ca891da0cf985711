package ai.altertable.mcp.identity.admin;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/**
 * An environment, as its organization's administrators see it.
 *
 * @param slug in addresses; never changes
 * @param name for people
 * @param connected grants that are alive: clients that work there
 */
public record EnvironmentEntry(
    UUID id, String slug, String name, Instant createdAt, int connected) {
  public EnvironmentEntry {
    requireNonNull(id, "id is null");
    requireNonNull(slug, "slug is null");
    requireNonNull(name, "name is null");
    requireNonNull(createdAt, "createdAt is null");
  }
}
