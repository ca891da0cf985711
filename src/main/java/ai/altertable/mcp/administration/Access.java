package ai.altertable.mcp.administration;

import ai.altertable.mcp.identity.Directory;
import ai.altertable.mcp.identity.OrganizationRole;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Says what an actor may administer. Asked anew for every act: a role may be gone by now. */
public final class Access {
  private static final String OF_USER =
      """
      SELECT o.id, o.slug, o.name, r.role
      FROM app_user u
      JOIN organization_role r ON r.user_id = u.id
      JOIN organization o ON o.id = r.organization_id
      WHERE u.id = $1 AND u.disabled_at IS NULL AND ($2::text IS NULL OR o.slug = $2)
      ORDER BY o.name, o.slug
      """;

  /** A token with the scope admin is its organization's admin, whichever environment it names. */
  private static final String OF_ACCOUNT =
      """
      SELECT o.id, o.slug, o.name, 'admin' AS role FROM organization o
      WHERE o.id = $1 AND ($2::text IS NULL OR o.slug = $2)
      """;

  private final PlatformDatabase database;

  Access(PlatformDatabase database) {
    this.database = database;
  }

  /** The organizations that the actor belongs to, ordered by name. */
  public Future<List<Membership>> organizations(Actor actor) {
    return find(actor, null);
  }

  /**
   * One organization.
   *
   * @return fails with {@link Refused} {@code NOT_FOUND} when there is none of that slug that the
   *     actor belongs to
   */
  public Future<Membership> member(Actor actor, String organization) {
    return find(actor, organization)
        .map(found -> found.stream().findAny().orElseThrow(() -> Refused.notFound("organization")));
  }

  /**
   * One organization that the actor administers.
   *
   * @return fails like {@link #member}, and with {@code FORBIDDEN} for members who are not admins
   */
  Future<Membership> admin(Actor actor, String organization) {
    return member(actor, organization)
        .map(
            membership -> {
              if (!membership.admin()) {
                throw Refused.forbidden();
              }
              return membership;
            });
  }

  /** The environments within a user's reach, ordered by organization and name. */
  public Future<List<ReachableEnvironment>> environments(Actor.Person person) {
    return Directory.reachable(database.pool(), person.userId());
  }

  private Future<List<Membership>> find(Actor actor, String organization) {
    String sql = actor instanceof Actor.Person ? OF_USER : OF_ACCOUNT;
    return database
        .pool()
        .preparedQuery(sql)
        .execute(Tuple.of(key(actor), organization))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(Access::membership).toList());
  }

  private static UUID key(Actor actor) {
    return actor instanceof Actor.Machine machine
        ? machine.organizationId()
        : ((Actor.Person) actor).userId();
  }

  private static Membership membership(Row row) {
    return new Membership(
        row.getUUID("id"),
        row.getString("slug"),
        row.getString("name"),
        OrganizationRole.parse(row.getString("role")));
  }
}
