package ai.altertable.mcp.identity;

import ai.altertable.mcp.bus.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes organizations, environments and users inside a transaction of the caller. What exists is
 * found, not made again.
 */
final class Accounts {
  /** "altertable accounts": serializes making accounts over all nodes. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(4702111234474983745)";

  private static final String ORGANIZATION =
      """
      INSERT INTO organization (slug, name) VALUES ($1, $2)
      ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id
      """;
  private static final String ANYTHING =
      "SELECT 1 WHERE EXISTS (SELECT FROM organization) OR EXISTS (SELECT FROM app_user)";
  private static final String FIND =
      """
      SELECT e.id, e.organization_id FROM environment e JOIN organization o ON o.id = e.organization_id
      WHERE o.slug = $1 AND e.slug = $2
      """;
  private static final String ENVIRONMENT =
      """
      INSERT INTO environment (organization_id, slug, name) VALUES ($1, $2, $3)
      ON CONFLICT (organization_id, slug) DO UPDATE SET slug = excluded.slug RETURNING id
      """;
  private static final String USER =
      "INSERT INTO app_user (email, name, password_hash) VALUES ($1, $2, $3) RETURNING id";
  private static final String ROLE =
      """
      INSERT INTO organization_role (user_id, organization_id, role) VALUES ($1, $2, $3)
      ON CONFLICT (user_id, organization_id) DO UPDATE SET role = excluded.role
      """;

  private final SqlConnection connection;

  private Accounts(SqlConnection connection) {
    this.connection = connection;
  }

  /** Waits until no other node makes accounts; until the transaction ends, none will. */
  static Future<Accounts> lock(SqlConnection connection) {
    return connection.query(LOCK).execute().map(locked -> new Accounts(connection));
  }

  /** Whether nobody has made anything yet: no organization and no user. */
  Future<Boolean> empty() {
    return connection.query(ANYTHING).execute().map(rows -> rows.size() == 0);
  }

  /** An environment by its slugs. */
  Future<Optional<Tenant>> find(String organization, String environment) {
    return connection
        .preparedQuery(FIND)
        .execute(Tuple.of(organization, environment))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(tenant(rows.iterator().next(), organization, environment)));
  }

  private static Tenant tenant(Row row, String organization, String environment) {
    return new Tenant(row.getUUID("organization_id"), organization, row.getUUID("id"), environment);
  }

  Future<Boolean> exists(String email) {
    return connection
        .preparedQuery("SELECT 1 FROM app_user WHERE email = $1")
        .execute(Tuple.of(email))
        .map(rows -> rows.size() > 0);
  }

  Future<UUID> organization(String slug, String name) {
    return id(ORGANIZATION, Tuple.of(slug, name));
  }

  Future<Tenant> environment(UUID organizationId, String organization, String slug, String name) {
    return id(ENVIRONMENT, Tuple.of(organizationId, slug, name))
        .map(id -> new Tenant(organizationId, organization, id, slug));
  }

  Future<Boolean> hasEnvironment(UUID organizationId) {
    return connection
        .preparedQuery("SELECT 1 FROM environment WHERE organization_id = $1 LIMIT 1")
        .execute(Tuple.of(organizationId))
        .map(rows -> rows.size() > 0);
  }

  Future<UUID> user(String email, String name, String passwordHash) {
    return id(USER, Tuple.of(email, name, passwordHash));
  }

  Future<Void> role(UUID userId, UUID organizationId, OrganizationRole role) {
    return connection
        .preparedQuery(ROLE)
        .execute(Tuple.of(userId, organizationId, role.wire()))
        .mapEmpty();
  }

  private Future<UUID> id(String sql, Tuple values) {
    return connection
        .preparedQuery(sql)
        .execute(values)
        .map(rows -> rows.iterator().next().getUUID("id"));
  }
}
