package ai.altertable.mcp.oauth.grant;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.oauth.policy.AuthorizationRequest;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * What users decided, by client, environment and host that the answer goes to. A database trigger
 * forgets it when a grant of that client in that environment is ended, by whomever.
 */
final class RememberedConsents {
  /** What was not asked for was not decided: it stays as it was. */
  private static final String REMEMBER =
      """
      INSERT INTO remembered_consent (user_id, client_id, environment_id, redirect_host, scope)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (user_id, client_id, environment_id, redirect_host)
      DO UPDATE SET decided_at = now(), scope = ARRAY(
        SELECT DISTINCT s FROM unnest(remembered_consent.scope || excluded.scope) s
        WHERE s = ANY (excluded.scope) OR NOT s = ANY ($6) ORDER BY s)
      """;

  private static final String FIND =
      """
      SELECT o.id AS organization_id, o.slug AS organization, e.id AS environment_id,
             e.slug AS environment, r.scope
      FROM remembered_consent r
      JOIN environment e ON e.id = r.environment_id
      JOIN organization o ON o.id = e.organization_id
      WHERE r.user_id = $1 AND r.client_id = $2 AND r.redirect_host = $3
      ORDER BY r.decided_at DESC LIMIT 100
      """;

  private RememberedConsents() {}

  static Future<Void> remember(
      SqlConnection connection, AuthorizationRequest request, Consent.Choice choice) {
    Set<Scope> asked = request.scopes().isEmpty() ? EnumSet.allOf(Scope.class) : request.scopes();
    return connection
        .preparedQuery(REMEMBER)
        .execute(
            Tuple.of(
                choice.userId(),
                request.clientId(),
                choice.environmentId(),
                request.redirectHost(),
                GrantStore.names(choice.scopes()),
                GrantStore.names(asked)))
        .mapEmpty();
  }

  /** The latest first. */
  static Future<List<RememberedConsent>> find(
      SqlClient client, AuthorizationRequest request, UUID userId) {
    return client
        .preparedQuery(FIND)
        .execute(Tuple.of(userId, request.clientId(), request.redirectHost()))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(RememberedConsents::remembered)
                    .toList());
  }

  private static RememberedConsent remembered(Row row) {
    return new RememberedConsent(
        new Tenant(
            row.getUUID("organization_id"),
            row.getString("organization"),
            row.getUUID("environment_id"),
            row.getString("environment")),
        Scope.parseAll(String.join(" ", row.getArrayOfStrings("scope"))));
  }
}
