package ai.altertable.mcp.platform;

import ai.altertable.mcp.bus.Caller;
import java.time.Instant;
import java.util.UUID;

/**
 * One line of the audit log: never data, never secrets.
 *
 * @param at when it happened
 * @param action {@code tool.call}, {@code sign_in}, {@code consent}, {@code token.issue}, …
 * @param outcome {@code ok} or a short reason
 * @param actor who and where; its fields may be null before sign-in
 * @param call what a tool call took, or null for other actions
 * @param target what was changed and how, in an act of administration; else null
 * @param correlationId also in the logs, or null
 */
public record AuditEvent(
    Instant at,
    String action,
    String outcome,
    Actor actor,
    Call call,
    String target,
    String correlationId) {

  /** An event that changes nothing but its actor's own state. */
  public AuditEvent(
      Instant at, String action, String outcome, Actor actor, Call call, String correlationId) {
    this(at, action, outcome, actor, call, null, correlationId);
  }

  /**
   * What somebody did who may run commands on the server.
   *
   * @param clientId that it is about, or null
   * @param organizationId where, or null
   * @param environmentId where, or null
   */
  public static AuditEvent byOperator(
      String action, String clientId, UUID organizationId, UUID environmentId, String target) {
    Actor actor = new Actor("operator", clientId, organizationId, environmentId, null, null);
    return new AuditEvent(Instant.now(), action, "ok", actor, null, target, null);
  }

  /**
   * Who acted, where; every part may be null.
   *
   * @param address the client's network address
   */
  public record Actor(
      String subject,
      String clientId,
      UUID organizationId,
      UUID environmentId,
      UUID grantId,
      String address) {

    public static Actor of(Caller caller) {
      return new Actor(
          caller.principal().subject(),
          caller.principal().clientId(),
          caller.tenant().organizationId(),
          caller.tenant().environmentId(),
          caller.atConsole() ? null : caller.grantId(),
          null);
    }
  }

  /**
   * A tool call.
   *
   * @param rows returned or written; null when it has none
   * @param elapsedMillis wall time
   */
  public record Call(String tool, Long rows, int elapsedMillis) {}
}
