package ai.altertable.mcp.oauth.grant;

import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.AuditNote;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes what happens to grants and clients into the audit log, in the transaction in which it
 * happens.
 */
public final class GrantAudit {
  private final AuditLog log;

  public GrantAudit(AuditLog log) {
    this.log = log;
  }

  /**
   * Something happened to a grant.
   *
   * @param action {@code consent}, {@code token.issue}, {@code token.refresh}, {@code token.reuse},
   *     {@code grant.revoke}
   * @param outcome {@code ok} or a short reason
   * @return fails when the database does, and then the transaction must
   */
  Future<Void> record(
      SqlConnection transaction, String action, String outcome, Grant grant, RequestOrigin origin) {
    AuditEvent.Actor actor =
        new AuditEvent.Actor(
            grant.subject().toString(),
            grant.clientId(),
            grant.tenant().organizationId(),
            grant.tenant().environmentId(),
            grant.id(),
            origin.address());
    return log.record(transaction, event(action, outcome, actor, origin));
  }

  /** A user refused a grant. */
  Future<Void> denied(
      SqlConnection transaction, UUID userId, String clientId, RequestOrigin origin) {
    AuditEvent.Actor actor =
        new AuditEvent.Actor(userId.toString(), clientId, null, null, null, origin.address());
    return log.record(transaction, event("consent.denied", "denied", actor, origin));
  }

  /**
   * Somebody registers a client, which is recorded with it.
   *
   * @return for the client's id
   */
  public Function<String, AuditNote> registration(RequestOrigin origin) {
    return clientId ->
        log.note(
            event(
                "client.register",
                "ok",
                new AuditEvent.Actor(null, clientId, null, null, null, origin.address()),
                origin));
  }

  private static AuditEvent event(
      String action, String outcome, AuditEvent.Actor actor, RequestOrigin origin) {
    return new AuditEvent(Instant.now(), action, outcome, actor, null, origin.correlationId());
  }
}
