package ai.altertable.mcp.identity;

import ai.altertable.mcp.bus.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Looks up what users may reach. */
public final class Directory {
  private static final String REACHABLE =
      """
      SELECT o.id AS organization_id, o.slug AS organization, o.name AS organization_name,
             e.id AS environment_id, e.slug AS environment, e.name AS environment_name,
             r.role AS organization_role, er.role AS environment_role
      FROM app_user u
      JOIN organization_role r ON r.user_id = u.id
      JOIN organization o ON o.id = r.organization_id
      JOIN environment e ON e.organization_id = o.id
      LEFT JOIN environment_role er ON er.user_id = u.id AND er.environment_id = e.id
      WHERE u.id = $1 AND u.disabled_at IS NULL AND ($2::uuid IS NULL OR e.id = $2)
      ORDER BY o.name, o.slug, e.name, e.slug
      """;

  private Directory() {}

  /**
   * Every environment within a user's reach.
   *
   * @param client a pool or a connection, maybe in a transaction
   * @return ordered by organization and environment; empty for a disabled user
   */
  public static Future<List<ReachableEnvironment>> reachable(SqlClient client, UUID userId) {
    return query(client, userId, null);
  }

  /** One environment, when it is within the user's reach now. */
  public static Future<Optional<ReachableEnvironment>> reach(
      SqlClient client, UUID userId, UUID environmentId) {
    return query(client, userId, environmentId).map(found -> found.stream().findAny());
  }

  private static Future<List<ReachableEnvironment>> query(
      SqlClient client, UUID userId, UUID environmentId) {
    return client
        .preparedQuery(REACHABLE)
        .execute(Tuple.of(userId, environmentId))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(Directory::environment)
                    .filter(environment -> !environment.scopes().isEmpty())
                    .toList());
  }

  private static ReachableEnvironment environment(Row row) {
    return new ReachableEnvironment(
        new Tenant(
            row.getUUID("organization_id"),
            row.getString("organization"),
            row.getUUID("environment_id"),
            row.getString("environment")),
        row.getString("organization_name"),
        row.getString("environment_name"),
        AccessPolicy.scopes(
            OrganizationRole.parse(row.getString("organization_role")),
            Optional.ofNullable(row.getString("environment_role")).map(EnvironmentRole::parse)));
  }
}
