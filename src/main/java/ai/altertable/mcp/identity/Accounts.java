package ai.altertable.mcp.identity;

import ai.altertable.mcp.bus.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
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
