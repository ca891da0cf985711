package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.SignInMethod;
import ai.altertable.mcp.identity.User;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;

/** Writes sign-ins, and what people do to their own account, into the audit log; never secrets. */
final class SignInAudit {
  private final AuditLog log;

  SignInAudit(AuditLog log) {
    this.log = log;
  }

  Future<Void> signedIn(User user, SignInMethod method, RequestOrigin origin) {
    return record("sign_in", "ok", user.id(), null, method.wire(), origin);
  }

  Future<Void> signedOut(User user, RequestOrigin origin) {
    return record("sign_out", "ok", user.id(), null, null, origin);
  }

  /**
   * A sign-in by nobody in particular.
   *
   * @param why {@code refused}, {@code throttled}, …
   */
  Future<Void> failed(String why, SignInMethod method, RequestOrigin origin) {
    return record("sign_in.failed", why, null, null, method.wire(), origin);
  }

  /**
   * Something about a user's own account.
   *
   * @param action {@code password.change}, {@code second_factor.enable}, …
   * @param outcome {@code ok} or a short reason
   */
  Future<Void> account(String action, String outcome, User user, RequestOrigin origin) {
    return record(action, outcome, user.id(), null, null, origin);
  }

  /** A user became a member. */
  Future<Void> joined(User user, UUID organizationId, RequestOrigin origin) {
    return record("invitation.accept", "ok", user.id(), organizationId, user.email(), origin);
  }

  private Future<Void> record(
      String action,
      String outcome,
      UUID userId,
      UUID organizationId,
      String target,
      RequestOrigin origin) {
    AuditEvent.Actor actor =
        new AuditEvent.Actor(
            userId == null ? null : userId.toString(),
            null,
            organizationId,
            null,
            null,
            origin.address());
    return log.record(
        new AuditEvent(
            Instant.now(), action, outcome, actor, null, target, origin.correlationId()));
  }
}
