package ai.altertable.mcp.identity;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Looks up what users may reach, and what of it their organizations let them give to a client. The
 * policy binds what clients get, so scopes are never more than it allows.
 */
public final class Directory {
  private static final String REACHABLE =
      """
      SELECT o.id AS organization_id, o.slug AS organization, o.name AS organization_name,
             e.id AS environment_id, e.slug AS environment, e.name AS environment_name,
             r.role AS organization_role, er.role AS environment_role,
             coalesce(p.write_allowed, true) AS write_allowed,
             coalesce(client_allowed(p.client_rule, p.clients, $3), true) AS client_allowed,
             coalesce(p.require_second_factor, false) AND NOT EXISTS (
               SELECT FROM second_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
               AS second_factor_missing
      FROM app_user u
      JOIN organization_role r ON r.user_id = u.id
      JOIN organization o ON o.id = r.organization_id
      JOIN environment e ON e.organization_id = o.id
      LEFT JOIN environment_role er ON er.user_id = u.id AND er.environment_id = e.id
      LEFT JOIN organization_policy p ON p.organization_id = o.id
      WHERE u.id = $1 AND u.disabled_at IS NULL AND ($2::uuid IS NULL OR e.id = $2)
      ORDER BY o.name, o.slug, e.name, e.slug
      """;

  private Directory() {}

  /**
   * Every environment within a user's reach, with what a client that is allowed could do there.
   *
   * @param client a pool or a connection, maybe in a transaction
   * @return ordered by organization and environment; empty for a disabled user
   */
  public static Future<List<ReachableEnvironment>> reachable(SqlClient client, UUID userId) {
    return query(client, userId, null, null)
        .map(found -> found.stream().map(Found::environment).toList());
  }

  /**
   * What a user may give to one OAuth client.
   *
   * @param client a pool or a connection, maybe in a transaction
   */
  public static Future<ClientReach> reachable(SqlClient client, UUID userId, String clientId) {
    return query(client, userId, clientId, null)
        .map(
            found ->
                new ClientReach(
                    found.stream().filter(Found::open).map(Found::environment).toList(),
                    names(found, one -> !one.clientAllowed()),
                    names(found, one -> one.clientAllowed() && one.secondFactorMissing())));
  }

  /** One environment, when the user may give it to the client now. */
  public static Future<Optional<ReachableEnvironment>> reach(
      SqlClient client, UUID userId, String clientId, UUID environmentId) {
    return query(client, userId, clientId, environmentId)
        .map(found -> found.stream().filter(Found::open).map(Found::environment).findAny());
  }

  private record Found(
      ReachableEnvironment environment, boolean clientAllowed, boolean secondFactorMissing) {
    boolean open() {
      return clientAllowed && !secondFactorMissing;
    }
  }

  private static List<String> names(List<Found> found, Predicate<Found> which) {
    return found.stream()
        .filter(which)
        .map(one -> one.environment().organizationName())
        .distinct()
        .toList();
  }

  private static Future<List<Found>> query(
      SqlClient client, UUID userId, String clientId, UUID environmentId) {
    return client
        .preparedQuery(REACHABLE)
        .execute(Tuple.of(userId, environmentId, clientId))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(Directory::found)
                    .filter(one -> !one.environment().scopes().isEmpty())
                    .toList());
  }

  private static Found found(Row row) {
    Set<Scope> scopes =
        AccessPolicy.scopes(
            OrganizationRole.parse(row.getString("organization_role")),
            Optional.ofNullable(row.getString("environment_role")).map(EnvironmentRole::parse));
    return new Found(
        new ReachableEnvironment(
            new Tenant(
                row.getUUID("organization_id"),
                row.getString("organization"),
                row.getUUID("environment_id"),
                row.getString("environment")),
            row.getString("organization_name"),
            row.getString("environment_name"),
            AccessPolicy.capped(scopes, row.getBoolean("write_allowed"))),
        row.getBoolean("client_allowed"),
        row.getBoolean("second_factor_missing"));
  }
}
