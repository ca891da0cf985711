package ai.altertable.mcp.administration;

import ai.altertable.mcp.assets.Discovery;
import ai.altertable.mcp.assets.DiscoveryStore;
import ai.altertable.mcp.assets.PageRequest;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Desk;
import ai.altertable.mcp.identity.admin.Page;
import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.AuditNote;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people make of discoveries: agents find, people judge, and may judge again. */
public final class DiscoveryDesk {
  private static final List<String> STATES = List.of("pending", "approved", "rejected");
  private static final int LONGEST_REASON = 1000;

  private final Desk desk;
  private final DiscoveryStore discoveries;
  private final AuditLog audit;

  DiscoveryDesk(Desk desk, DiscoveryStore discoveries, AuditLog audit) {
    this.desk = desk;
    this.discoveries = discoveries;
    this.audit = audit;
  }

  /**
   * @param status {@code pending}, {@code approved} or {@code rejected}
   * @param reason may be empty, but not to reject
   */
  public record Verdict(String status, String reason) {}

  /**
   * For administrators: a page of an environment's discoveries, the youngest first.
   *
   * @param status one of them, or empty for all
   */
  public Future<Page<DiscoveryEntry>> list(
      Actor actor,
      String organization,
      String environment,
      Optional<String> status,
      Page.Request request) {
    if (status.filter(wanted -> !STATES.contains(wanted)).isPresent()) {
      throw Refused.invalid("status", "status must be one of " + String.join(", ", STATES) + ".");
    }
    PageRequest wanted = new PageRequest(request.limit(), position(request));
    DiscoveryStore.Filter filter = new DiscoveryStore.Filter(status.orElse(null), null, null);
    return administered(actor, organization, environment)
        .compose(tenant -> discoveries.list(tenant.environmentId(), filter, wanted))
        .map(
            page ->
                new Page<>(
                    page.items().stream().map(DiscoveryEntry::of).toList(),
                    Optional.ofNullable(page.next()).map(String::valueOf)));
  }

  private static Long position(Page.Request request) {
    try {
      return request.after().map(Long::valueOf).orElse(null);
    } catch (NumberFormatException e) {
      throw Refused.invalid("cursor", "The cursor is not one of this list.");
    }
  }

  /** For administrators: one of them; fails with {@link Refused} {@code NOT_FOUND}. */
  public Future<DiscoveryEntry> get(
      Actor actor, String organization, String environment, String slug) {
    return administered(actor, organization, environment).compose(tenant -> find(tenant, slug));
  }

  private Future<DiscoveryEntry> find(Tenant tenant, String slug) {
    return discoveries
        .find(tenant.environmentId(), slug)
        .map(
            found ->
                found.map(DiscoveryEntry::of).orElseThrow(() -> Refused.notFound("discovery")));
  }

  /** For administrators: the same as the other one. */
  public Future<DiscoveryEntry> review(
      Actor actor, String organization, String environment, String slug, Verdict verdict) {
    return administered(actor, organization, environment)
        .compose(
            tenant -> review(actor, tenant, slug, verdict).compose(recorded -> find(tenant, slug)));
  }

  private Future<Tenant> administered(Actor actor, String organization, String environment) {
    return desk.read(
        actor, organization, (client, found) -> EnvironmentIds.tenant(client, found, environment));
  }

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
    return review(actor, environment.tenant(), slug, verdict);
  }

  private Future<Void> review(Actor actor, Tenant tenant, String slug, Verdict verdict) {
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
            tenant.environmentId(),
            slug,
            new Discovery.Review(verdict.status(), reason),
            note(actor, tenant, slug + " " + verdict.status()))
        .compose(
            found ->
                found
                    ? Future.succeededFuture()
                    : Future.failedFuture(Refused.notFound("discovery")));
  }

  private AuditNote note(Actor actor, Tenant tenant, String target) {
    AuditEvent.Actor who = actor.audited(tenant.organizationId(), tenant.environmentId());
    return audit.note(
        new AuditEvent(
            Instant.now(), "discovery.review", "ok", who, null, target, actor.correlationId()));
  }
}
