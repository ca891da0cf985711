package ai.altertable.mcp.administration;

import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;

/** Writes acts of administration into the audit log. */
final class AdministrationAudit {
  private final AuditLog log;

  AdministrationAudit(AuditLog log) {
    this.log = log;
  }

  Future<Void> grantRevoked(Actor actor, Membership membership, UUID grantId) {
    return record(actor, membership, "grant.revoke", null, grantId);
  }

  /**
   * @param action {@code service_account.create}, …
   * @param environmentId of what was changed, or null when it is the whole organization's
   */
  Future<Void> changed(Actor actor, Membership membership, String action, UUID environmentId) {
    return record(actor, membership, action, environmentId, null);
  }

  private Future<Void> record(
      Actor actor, Membership membership, String action, UUID environmentId, UUID grantId) {
    String clientId = actor instanceof Actor.Machine machine ? machine.clientId() : null;
    AuditEvent.Actor who =
        new AuditEvent.Actor(
            actor.subject(),
            clientId,
            membership.organizationId(),
            environmentId,
            grantId,
            actor.origin().address());
    return log.record(
        new AuditEvent(Instant.now(), action, "ok", who, null, actor.origin().correlationId()));
  }
}
