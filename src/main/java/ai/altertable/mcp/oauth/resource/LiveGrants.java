package ai.altertable.mcp.oauth.resource;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Principal;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads the grant behind a token, and notes that it was used. */
final class LiveGrants {
  /** One round trip for both; runs once for each token and node, not for each request. */
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
           WHERE s.id = g.service_account_id AND s.disabled_at IS NULL)) AS name
      """;

  private final PlatformDatabase database;

  LiveGrants(PlatformDatabase database) {
    this.database = database;
  }

  /**
   * Who a token speaks for.
   *
   * @return empty when its grant has ended or its user or service account is disabled
   */
  Future<Optional<Caller>> caller(VerifiedToken token) {
    return database
        .pool()
        .preparedQuery(USE)
        .execute(Tuple.of(token.grantId(), token.clientId()))
        .map(rows -> rows.size() == 0 ? Optional.<Row>empty() : Optional.of(rows.iterator().next()))
        .map(row -> row.filter(found -> found.getString("name") != null))
        .map(row -> row.map(found -> caller(found, token)));
  }

  private static Caller caller(Row row, VerifiedToken token) {
    UUID grantId = row.getUUID("grant_id");
    return new Caller(
        grantId,
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
        within(token.scopes(), Scope.parseAll(String.join(" ", row.getArrayOfStrings("scope")))),
        token.expiresAt());
  }

  private static Set<Scope> within(Set<Scope> token, Set<Scope> grant) {
    Set<Scope> both = EnumSet.noneOf(Scope.class);
    token.stream().filter(grant::contains).forEach(both::add);
    return both;
  }
}
