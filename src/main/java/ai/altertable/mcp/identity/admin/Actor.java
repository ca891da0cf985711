package ai.altertable.mcp.identity.admin;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.platform.AuditEvent;
import java.util.Optional;
import java.util.UUID;

/**
 * Who asks for an act of administration; proven before, by a browser session or a token. What they
 * may do is looked up anew for every act.
 *
 * @param id of the user or service account
 * @param clientId OAuth client of a service account; empty for a person in front of the console
 * @param address network address, for the audit log
 * @param correlationId of the request, for the audit log
 */
public record Actor(
    Kind kind, UUID id, Optional<String> clientId, String address, String correlationId) {
  /** What kind of actor it is. */
  public enum Kind {
    PERSON,
    SERVICE_ACCOUNT
  }

  public Actor {
    requireNonNull(kind, "kind is null");
    requireNonNull(id, "id is null");
    requireNonNull(clientId, "clientId is null");
    requireNonNull(address, "address is null");
    requireNonNull(correlationId, "correlationId is null");
  }

  /**
   * As the audit log tells it.
   *
   * @param organizationId where the act is
   * @param environmentId where, or null when it is the whole organization's
   */
  public AuditEvent.Actor audited(UUID organizationId, UUID environmentId) {
    return new AuditEvent.Actor(
        id.toString(), clientId.orElse(null), organizationId, environmentId, null, address);
  }

  public static Actor person(UUID userId, String address, String correlationId) {
    return new Actor(Kind.PERSON, userId, Optional.empty(), address, correlationId);
  }

  /**
   * A service account, whose token was checked by the caller.
   *
   * @param clientId its OAuth client
   */
  public static Actor serviceAccount(
      UUID accountId, String clientId, String address, String correlationId) {
    return new Actor(
        Kind.SERVICE_ACCOUNT, accountId, Optional.of(clientId), address, correlationId);
  }
}
