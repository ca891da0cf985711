package ai.altertable.mcp.oauth.client;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.oauth.policy.AuthMethod;
import ai.altertable.mcp.oauth.policy.ClientMetadata;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An OAuth client.
 *
 * @param id the {@code client_id}
 * @param kind where it is known from
 * @param metadata what it is registered with
 * @param secretHash of a confidential client that has a secret
 * @param serviceAccountId the service account that it acts as, or empty for a client of users
 * @param createdAt when it was registered
 */
public record Client(
    String id,
    ClientKind kind,
    ClientMetadata metadata,
    Optional<byte[]> secretHash,
    Optional<UUID> serviceAccountId,
    Instant createdAt) {
  public Client {
    requireNonNull(id, "id is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(metadata, "metadata is null");
    requireNonNull(secretHash, "secretHash is null");
    requireNonNull(serviceAccountId, "serviceAccountId is null");
    requireNonNull(createdAt, "createdAt is null");
  }

  /** Whether it cannot prove who it is (RFC 6749 section 2.1). */
  public boolean isPublic() {
    return metadata.authMethod() == AuthMethod.NONE;
  }

  public boolean may(String grantType) {
    return metadata.grantTypes().contains(grantType);
  }

  /** The host that vouches for it, when there is one: that of its metadata document. */
  public Optional<String> verifiedHost() {
    return kind == ClientKind.DOCUMENT ? Optional.of(URI.create(id).getHost()) : Optional.empty();
  }
}
