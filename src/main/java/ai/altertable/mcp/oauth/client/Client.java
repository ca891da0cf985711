package ai.altertable.mcp.oauth.client;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.oauth.policy.AuthMethod;
import ai.altertable.mcp.oauth.policy.ClientMetadata;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An OAuth client.
 *
 * @param id the {@code client_id}
 * @param metadata what it is registered with
 * @param secretHash of a confidential client
 * @param serviceAccountId the service account that it acts as, or empty for a client of users
 * @param createdAt when it was registered
 */
public record Client(
    String id,
    ClientMetadata metadata,
    Optional<byte[]> secretHash,
    Optional<UUID> serviceAccountId,
    Instant createdAt) {
  public Client {
    requireNonNull(id, "id is null");
    requireNonNull(metadata, "metadata is null");
    requireNonNull(secretHash, "secretHash is null");
    requireNonNull(serviceAccountId, "serviceAccountId is null");
    requireNonNull(createdAt, "createdAt is null");
  }

  /** Whether it has no secret (RFC 6749 section 2.1). */
  public boolean isPublic() {
    return metadata.authMethod() == AuthMethod.NONE;
  }

  public boolean may(String grantType) {
    return metadata.grantTypes().contains(grantType);
  }
}
