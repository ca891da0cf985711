package ai.altertable.mcp.oauth.resource;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The claims of a token whose signature, type, issuer and times are right. Says nothing yet about
 * its grant.
 *
 * @param grantId claim {@code gid}
 * @param clientId claim {@code client_id}
 * @param audiences claim {@code aud}
 * @param scope claim {@code scope}, space-delimited
 * @param expiresAt claim {@code exp}
 * @param proofKey claim {@code cnf.jkt}: thumbprint of the key that its sender must prove (RFC 9449
 *     section 6.1), or empty for a bearer token
 */
public record VerifiedToken(
    UUID grantId,
    String clientId,
    Set<String> audiences,
    String scope,
    Instant expiresAt,
    Optional<String> proofKey) {
  /** What {@link #has} is asked for by the administration API. */
  static final String ADMIN = "admin";

  public VerifiedToken {
    requireNonNull(grantId, "grantId is null");
    requireNonNull(clientId, "clientId is null");
    audiences = Set.copyOf(audiences);
    requireNonNull(scope, "scope is null");
    requireNonNull(expiresAt, "expiresAt is null");
    requireNonNull(proofKey, "proofKey is null");
  }

  /** The scopes of the MCP endpoint among those it names. */
  public Set<Scope> scopes() {
    return Scope.parseAll(scope);
  }

  /** Whether it names a scope, to the letter. */
  boolean has(String wanted) {
    return Arrays.asList(scope.split(" ")).contains(wanted);
  }
}
