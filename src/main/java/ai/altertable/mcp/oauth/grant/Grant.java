package ai.altertable.mcp.oauth.grant;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A grant. All tokens of one consent hang on it; it is also the family of its refresh tokens.
 *
 * @param clientId who may act
 * @param userId for whom, or empty when a service account acts for itself
 * @param subject the user's or service account's key
 * @param tenant where
 * @param scopes what was consented to; tokens may have less
 * @param resource canonical resource indicator, the default audience
 */
public record Grant(
    UUID id,
    String clientId,
    Optional<UUID> userId,
    UUID subject,
    Tenant tenant,
    Set<Scope> scopes,
    String resource) {
  /** For queries that call the grant g, its environment e and its organization o. */
  static final String COLUMNS =
      """
      g.id AS grant_id, g.client_id, g.user_id, coalesce(g.user_id, g.service_account_id) AS subject,
      g.scope, g.resource, e.id AS environment_id, e.slug AS environment,
      o.id AS organization_id, o.slug AS organization,
      (g.revoked_at IS NULL AND g.expires_at > now()) AS live
      """;

  /** Joins that environment and organization. */
  static final String JOINS =
      """
      JOIN environment e ON e.id = g.environment_id
      JOIN organization o ON o.id = e.organization_id
      """;

  public Grant {
    requireNonNull(id, "id is null");
    requireNonNull(clientId, "clientId is null");
    requireNonNull(userId, "userId is null");
    requireNonNull(subject, "subject is null");
    requireNonNull(tenant, "tenant is null");
    scopes = Set.copyOf(scopes);
    requireNonNull(resource, "resource is null");
  }

  static Grant of(Row row) {
    return new Grant(
        row.getUUID("grant_id"),
        row.getString("client_id"),
        Optional.ofNullable(row.getUUID("user_id")),
        row.getUUID("subject"),
        new Tenant(
            row.getUUID("organization_id"),
            row.getString("organization"),
            row.getUUID("environment_id"),
            row.getString("environment")),
        Scope.parseAll(String.join(" ", row.getArrayOfStrings("scope"))),
        row.getString("resource"));
  }
}
