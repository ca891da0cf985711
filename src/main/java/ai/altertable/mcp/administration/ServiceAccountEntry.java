package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.administration.LedgerEntry.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A service account as the organization's admins see it; never its secret.
 *
 * @param clientId OAuth client of the client_credentials grant
 * @param environment where it works
 * @param scopes wire names of those that its tokens may have
 * @param lastUsedAt to about the life of an access token; empty = never
 * @param disabledAt empty while it may get tokens
 */
public record ServiceAccountEntry(
    UUID id,
    String name,
    String clientId,
    Place environment,
    List<String> scopes,
    Instant createdAt,
    Optional<Instant> lastUsedAt,
    Optional<Instant> disabledAt) {
  public ServiceAccountEntry {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
    requireNonNull(clientId, "clientId is null");
    requireNonNull(environment, "environment is null");
    scopes = List.copyOf(scopes);
    requireNonNull(createdAt, "createdAt is null");
    requireNonNull(lastUsedAt, "lastUsedAt is null");
    requireNonNull(disabledAt, "disabledAt is null");
  }
}
