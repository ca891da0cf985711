package ai.altertable.mcp.oauth.resource;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Principal;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.identity.AccessPolicy;
import ai.altertable.mcp.identity.EnvironmentRole;
import ai.altertable.mcp.identity.OrganizationRole;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads the grant behind a token and what its user may do now, and notes that it was used. */
final class LiveGrants {
  /** One round trip for everything; runs once for each token and node, not for each request. */
  private static final String USE =
      """
      UPDATE oauth_grant g SET last_used_at = now()
      FROM environment e, organization o, oauth_client c
      WHERE g.id = $1 AND g.client_id = $2 AND g.revoked_at IS NULL AND g.expires_at > now()
        AND e.id = g.environment_id AND o.id = e.organization_id AND c.id = g.client_id
      RETURNING g.id AS grant_id, g.scope, c.id AS client_id, c.name AS client_name,
        e.id AS environment_id, e.slug AS environment, o.id AS organization_id, o.slug AS organization,
        coalesce(g.user_id, g.service_account_id) AS subject,
        coalesce(
          (SELECT u.email FROM app_user u WHERE u.id = g.user_id AND u.disabled_at IS NULL),
          (SELECT s.name FROM service_account s
           WHERE s.id = g.service_account_id AND s.disabled_at IS NULL)) AS name,
        (SELECT r.role FROM organization_role r
         WHERE r.user_id = g.user_id AND r.organization_id = o.id) AS organization_role,
        (SELECT r.role FROM environment_role r
         WHERE r.user_id = g.user_id AND r.environment_id = e.id) AS environment_role,
        (SELECT s.scope FROM service_account s WHERE s.id = g.service_account_id) AS account_scope
      """;

  private final PlatformDatabase database;

  LiveGrants(PlatformDatabase database) {
    this.database = database;
  }

  /**
   * Who a token speaks for, and what it is good for now: what it says, as far as the grant and the
   * role of its user still go.
   *
   * @return empty when its grant has ended, its user or service account is disabled, or the
   *     environment is out of reach
   */
  Future<Optional<Caller>> caller(VerifiedToken token) {
    return database
        .pool()
        .preparedQuery(USE)
        .execute(Tuple.of(token.grantId(), token.clientId()))
        .map(rows -> rows.size() == 0 ? Optional.<Row>empty() : Optional.of(rows.iterator().next()))
        .map(row -> row.filter(found -> found.getString("name") != null))
        .map(row -> row.map(found -> caller(found, token)))
        .map(caller -> caller.filter(found -> !found.scopes().isEmpty()));
  }

  private static Caller caller(Row row, VerifiedToken token) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    scopes.addAll(token.scopes());
    scopes.retainAll(scopes(row, "scope"));
    scopes.retainAll(allowed(row));
    return new Caller(
        row.getUUID("grant_id"),
        new Principal(
            row.getUUID("subject").toString(),
            row.getString("name"),
            row.getString("client_id"),
            row.getString("client_name")),
        new Tenant(
            row.getUUID("organization_id"),
            row.getString("organization"),
            row.getUUID("environment_id"),
            row.getString("environment")),
        scopes,
        token.expiresAt());
  }

  /** What the service account, or the user's role, allows. */
  private static Set<Scope> allowed(Row row) {
    if (row.getArrayOfStrings("account_scope") != null) {
      return scopes(row, "account_scope");
    }
    return Optional.ofNullable(row.getString("organization_role"))
        .map(
            role ->
                AccessPolicy.scopes(
                    OrganizationRole.parse(role),
                    Optional.ofNullable(row.getString("environment_role"))
                        .map(EnvironmentRole::parse)))
        .orElse(Set.of());
  }

  private static Set<Scope> scopes(Row row, String column) {
    return Scope.parseAll(String.join(" ", row.getArrayOfStrings(column)));
  }
}
