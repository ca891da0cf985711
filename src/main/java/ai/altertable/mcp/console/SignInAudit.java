package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.User;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import io.vertx.core.Future;
import java.time.Instant;

/** Writes sign-ins into the audit log; never what was typed. */
final class SignInAudit {
  private final AuditLog log;

  SignInAudit(AuditLog log) {
    this.log = log;
  }

  Future<Void> signedIn(User user, RequestOrigin origin) {
    return record("sign_in", "ok", user.id().toString(), origin);
  }

  Future<Void> signedOut(User user, RequestOrigin origin) {
    return record("sign_out", "ok", user.id().toString(), origin);
  }

  /**
   * @param why {@code refused} or {@code throttled}
   */
  Future<Void> failed(String why, RequestOrigin origin) {
    return record("sign_in.failed", why, null, origin);
  }

  private Future<Void> record(String action, String outcome, String subject, RequestOrigin origin) {
    AuditEvent.Actor actor =
        new AuditEvent.Actor(subject, null, null, null, null, origin.address());
    return log.record(
        new AuditEvent(Instant.now(), action, outcome, actor, null, origin.correlationId()));
  }
}
