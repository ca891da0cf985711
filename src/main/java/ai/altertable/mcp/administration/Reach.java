package ai.altertable.mcp.administration;

import ai.altertable.mcp.identity.Directory;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Desk;
import ai.altertable.mcp.identity.admin.Organization;
import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import java.util.List;

/** What people see of organizations without administering them. */
public final class Reach {
  private final PlatformDatabase database;
  private final Desk desk;

  Reach(PlatformDatabase database, Desk desk) {
    this.database = database;
    this.desk = desk;
  }

  /** The organizations that the actor belongs to, whatever the role, ordered by name. */
  public Future<List<Organization>> organizations(Actor actor) {
    return desk.organizations(actor);
  }

  /**
   * One of them.
   *
   * @return fails with {@link Refused} {@code NOT_FOUND} when the actor belongs to none of that
   *     slug
   */
  public Future<Organization> organization(Actor actor, String slug) {
    return desk.organizations(actor)
        .map(
            all ->
                all.stream()
                    .filter(one -> one.slug().equals(slug))
                    .findAny()
                    .orElseThrow(() -> Refused.notFound("organization")));
  }

  /**
   * The environments of an organization within a person's reach, ordered by name.
   *
   * @return fails like {@link #organization}
   */
  public Future<List<ReachableEnvironment>> environments(Actor person, String organization) {
    return organization(person, organization)
        .compose(found -> Directory.reachable(database.pool(), person.id()))
        .map(
            all ->
                all.stream()
                    .filter(one -> one.tenant().organization().equals(organization))
                    .toList());
  }

  /**
   * One of them.
   *
   * @return fails with {@link Refused} {@code NOT_FOUND} when it is out of reach
   */
  public Future<ReachableEnvironment> environment(
      Actor person, String organization, String environment) {
    return environments(person, organization)
        .map(
            all ->
                all.stream()
                    .filter(one -> one.tenant().environment().equals(environment))
                    .findAny()
                    .orElseThrow(() -> Refused.notFound("environment")));
  }
}
