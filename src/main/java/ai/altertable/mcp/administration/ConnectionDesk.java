package ai.altertable.mcp.administration;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Desk;
import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.lakehouse.connection.ConnectionCheck;
import ai.altertable.mcp.lakehouse.connection.ConnectionDraft;
import ai.altertable.mcp.lakehouse.connection.ConnectionFault;
import ai.altertable.mcp.lakehouse.connection.ConnectionView;
import ai.altertable.mcp.lakehouse.connection.Connections;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The connections of an organization's environments, for its administrators. Secrets go in and
 * never come out. What is wrong with a draft is a {@link Refused} like any other.
 */
public final class ConnectionDesk {
  private final Desk desk;
  private final Connections connections;

  ConnectionDesk(Desk desk, Connections connections) {
    this.desk = desk;
    this.connections = connections;
  }

  /** All of an environment, by catalog. */
  public Future<List<ConnectionView>> list(Actor actor, String organization, String environment) {
    return in(actor, organization, environment, connections::list);
  }

  /**
   * What those see who work in an environment; pages tell them names, never settings.
   *
   * @param environment that the one who asks was found to reach
   */
  public Future<List<ConnectionView>> seen(ReachableEnvironment environment) {
    return connections.list(environment.tenant());
  }

  /** One of them; fails with {@link Refused} {@code NOT_FOUND}. */
  public Future<ConnectionView> get(
      Actor actor, String organization, String environment, String catalog) {
    return in(actor, organization, environment, tenant -> connections.get(tenant, catalog));
  }

  /** Tries one that is not saved, or a change of one that is. */
  public Future<ConnectionCheck> test(
      Actor actor, String organization, String environment, ConnectionDraft draft) {
    return in(actor, organization, environment, tenant -> connections.test(tenant, draft));
  }

  /** Tries one that is saved. */
  public Future<ConnectionCheck> test(
      Actor actor, String organization, String environment, String catalog) {
    return in(actor, organization, environment, tenant -> connections.test(tenant, catalog));
  }

  /**
   * Tries and adds one.
   *
   * @param anyway saves it even when it cannot be reached now
   */
  public Future<ConnectionView> add(
      Actor actor, String organization, String environment, ConnectionDraft draft, boolean anyway) {
    return in(
        actor,
        organization,
        environment,
        tenant -> connections.add(asker(actor, tenant), tenant, draft, anyway));
  }

  /**
   * Tries and changes one; without a secret it keeps the one it has.
   *
   * @param anyway saves it even when it cannot be reached now
   */
  public Future<ConnectionView> edit(
      Actor actor, String organization, String environment, ConnectionDraft draft, boolean anyway) {
    return in(
        actor,
        organization,
        environment,
        tenant -> connections.edit(asker(actor, tenant), tenant, draft, anyway));
  }

  /** Takes one away; fails with {@link Refused} {@code NOT_FOUND}. */
  public Future<Void> remove(Actor actor, String organization, String environment, String catalog) {
    return in(
        actor,
        organization,
        environment,
        tenant -> connections.remove(asker(actor, tenant), tenant, catalog));
  }

  private <T> Future<T> in(
      Actor actor, String organization, String environment, Function<Tenant, Future<T>> work) {
    return desk.read(
            actor,
            organization,
            (client, found) -> EnvironmentIds.tenant(client, found, environment))
        .compose(work)
        .recover(ConnectionDesk::explained);
  }

  private static Connections.Asker asker(Actor actor, Tenant tenant) {
    return new Connections.Asker(
        actor.audited(tenant.organizationId(), tenant.environmentId()), actor.correlationId());
  }

  private static <T> Future<T> explained(Throwable failure) {
    return Future.failedFuture(failure instanceof ConnectionFault fault ? refused(fault) : failure);
  }

  private static Refused refused(ConnectionFault fault) {
    String message =
        fault.problems().stream()
            .map(problem -> name(problem) + " " + problem.message())
            .collect(Collectors.joining("; ", "", "."));
    return switch (fault.kind()) {
      case NOT_FOUND -> Refused.notFound("connection");
      case INVALID -> Refused.invalid(name(fault.problems().get(0)), message);
      case CONFLICT, UNREACHABLE -> Refused.conflict(message);
    };
  }

  /** {@code host} for {@code $.settings.host}. */
  private static String name(ConnectionFault.Problem problem) {
    return problem.path().replace("$.settings.", "").replace("$.", "");
  }
}
