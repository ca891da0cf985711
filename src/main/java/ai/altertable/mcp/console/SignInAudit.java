package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.Arrival;
import ai.altertable.mcp.identity.Joining;
import ai.altertable.mcp.identity.SignInMethod;
import ai.altertable.mcp.identity.User;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.AuditNote;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;

/** Writes sign-ins, and what people do to their own account, into the audit log; never secrets. */
final class SignInAudit {
  private final AuditLog log;

  SignInAudit(AuditLog log) {
    this.log = log;
  }

  /** Users come in, which is recorded with the session that starts. */
  Arrival arrival(RequestOrigin origin) {
    return (user, method) ->
        log.note(event("sign_in", "ok", user.id(), null, method.wire(), origin));
  }

  /**
   * A sign-in by nobody in particular.
   *
   * @param why {@code refused}, {@code throttled}, …
   */
  Future<Void> failed(String why, SignInMethod method, RequestOrigin origin) {
    return record("sign_in.failed", why, null, method.wire(), origin);
  }

  /**
   * Something about a user's own account that changed nothing.
   *
   * @param action {@code password.change}, {@code second_factor.failed}, …
   * @param outcome a short reason
   */
  Future<Void> account(String action, String outcome, User user, RequestOrigin origin) {
    return record(action, outcome, user.id(), null, origin);
  }

  /** A change of a user's own account, to be recorded with it. */
  AuditNote change(String action, User user, RequestOrigin origin) {
    return log.note(event(action, "ok", user.id(), null, null, origin));
  }

  /** Users become members, which is recorded with it. */
  Joining joining(RequestOrigin origin) {
    return (user, organizationId) ->
        log.note(event("invitation.accept", "ok", user.id(), organizationId, user.email(), origin));
  }

  private Future<Void> record(
      String action, String outcome, UUID userId, String target, RequestOrigin origin) {
    return log.record(event(action, outcome, userId, null, target, origin));
  }

  private static AuditEvent event(
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
    return new AuditEvent(
        Instant.now(), action, outcome, actor, null, target, origin.correlationId());
  }
}
