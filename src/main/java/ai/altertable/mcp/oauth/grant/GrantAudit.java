package ai.altertable.mcp.oauth.grant;

import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;

/** Writes what happens to grants into the audit log. */
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
   * @return waits while the log is full
   */
  public Future<Void> record(String action, String outcome, Grant grant, RequestOrigin origin) {
    AuditEvent.Actor actor =
        new AuditEvent.Actor(
            grant.subject().toString(),
            grant.clientId(),
            grant.tenant().organizationId(),
            grant.tenant().environmentId(),
            grant.id(),
            origin.address());
    return record(action, outcome, actor, origin);
  }

  /** A client did something before there is a grant, or a user refused one. */
  public Future<Void> record(
      String action, String outcome, UUID userId, String clientId, RequestOrigin origin) {
    String subject = userId == null ? null : userId.toString();
    return record(
        action,
        outcome,
        new AuditEvent.Actor(subject, clientId, null, null, null, origin.address()),
        origin);
  }

  private Future<Void> record(
      String action, String outcome, AuditEvent.Actor actor, RequestOrigin origin) {
    return log.record(
        new AuditEvent(Instant.now(), action, outcome, actor, null, origin.correlationId()));
  }
}
