package ai.altertable.mcp.oauth.grant;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A live grant as its user sees it.
 *
 * @param clientName what the client calls itself, unverified
 * @param place organization and environment by their names
 * @param connectedAt when the user consented
 * @param lastUsedAt to about the life of an access token; empty = never
 */
public record ConnectedApp(
    Grant grant,
    String clientName,
    String place,
    Instant connectedAt,
    Optional<Instant> lastUsedAt) {
  public ConnectedApp {
    requireNonNull(grant, "grant is null");
    requireNonNull(clientName, "clientName is null");
    requireNonNull(place, "place is null");
    requireNonNull(connectedAt, "connectedAt is null");
    requireNonNull(lastUsedAt, "lastUsedAt is null");
  }
}
