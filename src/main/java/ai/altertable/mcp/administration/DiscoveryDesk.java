package ai.altertable.mcp.administration;

import ai.altertable.mcp.assets.Discovery;
import ai.altertable.mcp.assets.DiscoveryStore;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.AuditNote;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** What people make of discoveries: agents find, people judge, and may judge again. */
public final class DiscoveryDesk {
  private static final List<String> STATES = List.of("pending", "approved", "rejected");
  private static final int LONGEST_REASON = 1000;

  private final DiscoveryStore discoveries;
  private final AuditLog audit;

  DiscoveryDesk(DiscoveryStore discoveries, AuditLog audit) {
    this.discoveries = discoveries;
    this.audit = audit;
  }

  /**
   * @param status {@code pending}, {@code approved} or {@code rejected}
   * @param reason may be empty, but not to reject
   */
  public record Verdict(String status, String reason) {}

  /**
   * Records a verdict, which replaces the one before.
   *
   * @param environment that the actor was found to reach
   * @return fails with {@link Refused} when the actor may only read there, when the verdict is not
   *     valid, or when there is no such discovery
   */
  public Future<Void> review(
      Actor actor, ReachableEnvironment environment, String slug, Verdict verdict) {
    if (!environment.scopes().contains(Scope.WRITE)) {
      return Future.failedFuture(
          Refused.conflict("You may only read here. Ask an admin for the right to write."));
    }
    if (!STATES.contains(verdict.status())) {
      return Future.failedFuture(
          Refused.invalid("status", "Approve it, reject it, or leave it pending."));
    }
    if (verdict.reason().codePointCount(0, verdict.reason().length()) > LONGEST_REASON) {
      return Future.failedFuture(
          Refused.invalid("reason", "A reason has at most " + LONGEST_REASON + " characters."));
    }
    if (verdict.status().equals("rejected") && verdict.reason().isBlank()) {
      return Future.failedFuture(
          Refused.invalid("reason", "Say why, so that agents learn from it."));
    }
    String reason = verdict.reason().isBlank() ? null : verdict.reason();
    return discoveries
        .review(
            environment.tenant().environmentId(),
            slug,
            new Discovery.Review(verdict.status(), reason),
            note(actor, environment, slug + " " + verdict.status()))
        .compose(
            found ->
                found
                    ? Future.succeededFuture()
                    : Future.failedFuture(Refused.notFound("discovery")));
  }

  private AuditNote note(Actor actor, ReachableEnvironment environment, String target) {
    Tenant tenant = environment.tenant();
    AuditEvent.Actor who = actor.audited(tenant.organizationId(), tenant.environmentId());
    return audit.note(
        new AuditEvent(
            Instant.now(), "discovery.review", "ok", who, null, target, actor.correlationId()));
  }
}
