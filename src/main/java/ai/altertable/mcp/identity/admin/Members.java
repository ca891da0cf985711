package ai.altertable.mcp.identity.admin;

import ai.altertable.mcp.identity.EnvironmentRole;
import ai.altertable.mcp.identity.OrganizationRole;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The members of an organization and their roles. It always keeps an administrator. */
public final class Members {
  private static final String SELECT =
      """
      SELECT u.id, u.email, u.name, r.role, u.disabled_at IS NOT NULL AS disabled,
             EXISTS (SELECT FROM second_factor f
                     WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS second_factor,
             (SELECT json_object_agg(e.slug, er.role)
              FROM environment_role er JOIN environment e ON e.id = er.environment_id
              WHERE er.user_id = u.id AND e.organization_id = $1) AS environments
      FROM organization_role r JOIN app_user u ON u.id = r.user_id
      WHERE r.organization_id = $1 AND ($2::text IS NULL OR u.email > $2)
        AND ($3::uuid IS NULL OR u.id = $3)
      ORDER BY u.email LIMIT $4
      """;
  private static final String OTHER_ADMINS =
      """
      SELECT FROM organization_role r JOIN app_user u ON u.id = r.user_id
      WHERE r.organization_id = $1 AND r.role = 'admin' AND r.user_id <> $2
        AND u.disabled_at IS NULL LIMIT 1
      """;
  private static final String CHANGE =
      "UPDATE organization_role SET role = $3 WHERE organization_id = $1 AND user_id = $2";
  private static final String REMOVE =
      "DELETE FROM organization_role WHERE organization_id = $1 AND user_id = $2";
  private static final String REMOVE_ENVIRONMENTS =
      """
      DELETE FROM environment_role r USING environment e
      WHERE e.id = r.environment_id AND e.organization_id = $1 AND r.user_id = $2
      """;
  private static final String GIVE =
      """
      INSERT INTO environment_role (user_id, environment_id, role) VALUES ($1, $2, $3)
      ON CONFLICT (user_id, environment_id) DO UPDATE SET role = excluded.role
      """;
  private static final String TAKE =
      "DELETE FROM environment_role WHERE user_id = $1 AND environment_id = $2";

  private final Desk desk;

  Members(Desk desk) {
    this.desk = desk;
  }

  /** Members, ordered by e-mail address. */
  public Future<Page<Member>> list(Actor actor, String organization, Page.Request request) {
    return desk.read(
        actor,
        organization,
        (client, found) ->
            client
                .preparedQuery(SELECT)
                .execute(
                    Tuple.of(found.id(), request.after().orElse(null), null, request.limit() + 1))
                .map(
                    rows ->
                        Page.of(
                            StreamSupport.stream(rows.spliterator(), false)
                                .map(Members::member)
                                .toList(),
                            request.limit(),
                            Member::email)));
  }

  /** One member; fails with {@link Refused} {@code NOT_FOUND}. */
  public Future<Member> get(Actor actor, String organization, UUID userId) {
    return desk.read(actor, organization, (client, found) -> one(client, found, userId));
  }

  /**
   * Gives a member another role in the whole organization. Roles in environments stay.
   *
   * @return fails with {@link Refused} {@code CONFLICT} for the last administrator
   */
  public Future<Void> changeRole(
      Actor actor, String organization, UUID userId, OrganizationRole role) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            one(connection, found, userId)
                .compose(
                    member ->
                        role == OrganizationRole.ADMIN
                            ? Future.succeededFuture(member)
                            : dispensable(connection, found, member))
                .compose(
                    member ->
                        connection
                            .preparedQuery(CHANGE)
                            .execute(Tuple.of(found.id(), userId, role.wire()))
                            .map(
                                done ->
                                    Change.done(
                                        "member.role",
                                        member.email()
                                            + ": "
                                            + member.role().wire()
                                            + " to "
                                            + role.wire()))));
  }

  /**
   * Takes a member out of the organization, with every role in it. The user's tokens for it end.
   *
   * @return fails with {@link Refused} {@code CONFLICT} for the last administrator
   */
  public Future<Void> remove(Actor actor, String organization, UUID userId) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            one(connection, found, userId)
                .compose(member -> dispensable(connection, found, member))
                .compose(
                    member ->
                        connection
                            .preparedQuery(REMOVE_ENVIRONMENTS)
                            .execute(Tuple.of(found.id(), userId))
                            .compose(
                                done ->
                                    connection
                                        .preparedQuery(REMOVE)
                                        .execute(Tuple.of(found.id(), userId)))
                            .map(done -> Change.done("member.remove", member.email()))));
  }

  /**
   * Sets what a member may do in one environment on top of the role in the organization.
   *
   * @param environment slug
   * @param role or empty for none
   */
  public Future<Void> environmentRole(
      Actor actor,
      String organization,
      UUID userId,
      String environment,
      Optional<EnvironmentRole> role) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            one(connection, found, userId)
                .compose(
                    member ->
                        Environments.id(connection, found, environment)
                            .compose(
                                id ->
                                    set(connection, userId, id, role)
                                        .map(
                                            done ->
                                                Change.in(
                                                    id,
                                                    "member.environment_role",
                                                    member.email()
                                                        + ": "
                                                        + role.map(Members::wire)
                                                            .orElse("none"))))));
  }

  private static Future<?> set(
      SqlConnection connection, UUID userId, UUID environmentId, Optional<EnvironmentRole> role) {
    return role.isPresent()
        ? connection.preparedQuery(GIVE).execute(Tuple.of(userId, environmentId, wire(role.get())))
        : connection.preparedQuery(TAKE).execute(Tuple.of(userId, environmentId));
  }

  private static String wire(EnvironmentRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  /** The member, unless the organization would be left without an administrator. */
  private static Future<Member> dispensable(
      SqlConnection connection, Organization organization, Member member) {
    if (member.role() != OrganizationRole.ADMIN) {
      return Future.succeededFuture(member);
    }
    return connection
        .preparedQuery(OTHER_ADMINS)
        .execute(Tuple.of(organization.id(), member.userId()))
        .map(
            others -> {
              if (others.size() == 0) {
                throw Refused.conflict(
                    "This is the organization's last admin. Make somebody else an admin first.");
              }
              return member;
            });
  }

  private static Future<Member> one(SqlClient client, Organization organization, UUID userId) {
    return client
        .preparedQuery(SELECT)
        .execute(Tuple.of(organization.id(), null, userId, 1))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(Members::member)
                    .findAny()
                    .orElseThrow(() -> Refused.notFound("member")));
  }

  private static Member member(Row row) {
    Map<String, EnvironmentRole> environments = new HashMap<>();
    JsonObject roles = row.getJsonObject("environments");
    if (roles != null) {
      roles.forEach(
          role -> environments.put(role.getKey(), EnvironmentRole.parse((String) role.getValue())));
    }
    return new Member(
        row.getUUID("id"),
        row.getString("email"),
        row.getString("name"),
        OrganizationRole.parse(row.getString("role")),
        environments,
        row.getBoolean("second_factor"),
        row.getBoolean("disabled"));
  }
}
