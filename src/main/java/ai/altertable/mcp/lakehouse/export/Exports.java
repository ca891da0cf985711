package ai.altertable.mcp.lakehouse.export;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.bus.RevocationsMissed;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.ExportsConfig;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.export.ExportRefused.Why;
import ai.altertable.mcp.platform.AuditLog;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Cancellation;
import ai.altertable.mcp.platform.ConcurrencyLimiter;
import ai.altertable.mcp.platform.Contexts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Whole results for whoever holds a link. One for each node: so many run at a time, for each
 * environment and in all, and those of a grant that ends are cut off. Thread-safe.
 */
public final class Exports {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final int ENCODING_THREADS = 2;
  private static final String NODE = "node";

  private final Vertx vertx;
  private final ExportLinks links;
  private final Lakehouse lakehouse;
  private final AuditLog audit;
  private final BoundedWorker worker;
  private final ConcurrencyLimiter<String> node;
  private final ConcurrencyLimiter<UUID> environments;
  private final Set<Export> running = ConcurrentHashMap.newKeySet();

  public Exports(
      Vertx vertx, ExportLinks links, Lakehouse lakehouse, AuditLog audit, ExportsConfig limits) {
    this.vertx = vertx;
    this.links = links;
    this.lakehouse = lakehouse;
    this.audit = audit;
    // each export encodes one batch at a time
    this.worker = new BoundedWorker(vertx, "export", ENCODING_THREADS, limits.perNode());
    this.node = new ConcurrencyLimiter<>(limits.perNode());
    this.environments = new ConcurrencyLimiter<>(limits.perEnvironment());
  }

  /** Cuts off what runs for grants that end, on whatever node they were ended. */
  public void follow(EventBus bus) {
    bus.<GrantRevoked>consumer(
        Addresses.GRANT_REVOKED,
        message -> end(export -> export.grantId().equals(message.body().grantId())));
    // whichever ended meanwhile is not known
    bus.<RevocationsMissed>consumer(Addresses.REVOCATIONS_MISSED, message -> end(export -> true));
  }

  private void end(Predicate<Export> which) {
    running.stream().filter(which).forEach(Export::cancel);
  }

  /**
   * Uses a link up and starts its statement. To be called on the context that the export is read
   * on; {@link Export#pour} or {@link Export#cancel} must follow.
   *
   * @param address of whoever uses the link, for the audit log
   * @return fails with {@link ExportRefused}, or with {@link
   *     ai.altertable.mcp.lakehouse.QueryFault} when the statement fails at its start
   */
  public Future<Export> open(Link link, String address) {
    if (!TOKEN.matcher(link.token()).matches()) {
      return refused(Why.GONE);
    }
    return node.acquire(NODE)
        .map(
            permit ->
                Contexts.here(vertx, links.tenant(link.organization(), link.environment()))
                    .compose(
                        found ->
                            found
                                .map(tenant -> inEnvironment(tenant, link.token(), address))
                                .orElseGet(() -> refused(Why.GONE)))
                    .onSuccess(export -> export.onEnd(permit::release))
                    .onFailure(failure -> permit.release()))
        .orElseGet(() -> refused(Why.BUSY));
  }

  /** What the path of a link names. */
  public record Link(String organization, String environment, String token) {}

  /** What a link is good for, and until when. */
  public record Offer(ExportFormat format, Instant until) {}

  /** Looks at a link without using it; empty when it is not good, or no longer. */
  public Future<Optional<Offer>> find(Link link) {
    if (!TOKEN.matcher(link.token()).matches()) {
      return Future.succeededFuture(Optional.empty());
    }
    return links
        .tenant(link.organization(), link.environment())
        .compose(
            found ->
                found
                    .map(tenant -> links.find(tenant, link.token()))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  private Future<Export> inEnvironment(Tenant tenant, String token, String address) {
    return environments
        .acquire(tenant.environmentId())
        .map(
            permit ->
                Contexts.here(vertx, links.claim(tenant, token))
                    .compose(
                        claim ->
                            claim
                                .map(good -> start(good, address))
                                .orElseGet(() -> refused(Why.GONE)))
                    .onSuccess(export -> export.onEnd(permit::release))
                    .onFailure(failure -> permit.release()))
        .orElseGet(() -> refused(Why.BUSY));
  }

  private Future<Export> start(ExportLinks.Claim claim, String address) {
    Cancellation cancellation = new Cancellation();
    ExportOrder order = claim.order();
    ExportRecord record = new ExportRecord(audit, claim, address);
    return Contexts.here(vertx, lakehouse.engineFor(claim.tenant(), order.catalog(), order.sql()))
        .compose(
            engine ->
                Contexts.here(
                    vertx, engine.open(order.sql(), claim.grantId() + "/export", cancellation)))
        .onFailure(record::failed)
        .map(
            cursor -> {
              Export export = new Export(vertx, worker, claim, cursor, cancellation);
              running.add(export);
              export.onEnd(() -> running.remove(export));
              export.ended().onSuccess(record::done).onFailure(record::failed);
              return export;
            });
  }

  private static Future<Export> refused(Why why) {
    return Future.failedFuture(new ExportRefused(why));
  }

  public Future<Void> close() {
    end(export -> true);
    return worker.close();
  }
}
