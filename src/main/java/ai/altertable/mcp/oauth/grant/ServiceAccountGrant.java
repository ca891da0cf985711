package ai.altertable.mcp.oauth.grant;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_SCOPE;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.UNAUTHORIZED_CLIENT;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.config.OAuthConfig;
import ai.altertable.mcp.oauth.client.Client;
import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.oauth.policy.Parameters;
import ai.altertable.mcp.oauth.policy.ResourcePolicy;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The client_credentials grant (RFC 6749 section 4.4) of service accounts. All tokens of a service
 * account hang on one standing grant, so that one revocation ends them. A token is either for the
 * MCP endpoint or for the administration API, never for both: what leaks at one is worth nothing at
 * the other.
 */
final class ServiceAccountGrant {
  private static final String ADMIN = "admin";
  private static final String STAND =
      """
      INSERT INTO oauth_grant (client_id, service_account_id, environment_id, scope, resource, expires_at)
      SELECT $1, s.id, s.environment_id, s.scope, $3, now() + make_interval(secs => $4)
      FROM service_account s WHERE s.id = $2 AND s.disabled_at IS NULL
      ON CONFLICT (service_account_id, client_id) WHERE revoked_at IS NULL
      DO UPDATE SET scope = excluded.scope, expires_at = excluded.expires_at
      RETURNING id
      """;
  private static final String READ =
      "SELECT " + Grant.COLUMNS + " FROM oauth_grant g " + Grant.JOINS + " WHERE g.id = $1";

  private final ResourcePolicy resources;
  private final String apiResource;
  private final OAuthConfig config;

  /**
   * @param apiResource resource indicator of the administration API
   */
  ServiceAccountGrant(ResourcePolicy resources, String apiResource, OAuthConfig config) {
    this.resources = resources;
    this.apiResource = apiResource;
    this.config = config;
  }

  TokenDecision.Work grant(TokenRequest asked) {
    Client client = asked.client();
    Parameters form = asked.form();
    UUID account =
        client
            .serviceAccountId()
            .orElseThrow(
                () ->
                    new OAuthException(
                        UNAUTHORIZED_CLIENT, "client_credentials is for service accounts"));
    return connection ->
        connection
            .preparedQuery(STAND)
            .execute(
                Tuple.of(
                    client.id(),
                    account,
                    resources.canonical().uri(),
                    (double) config.grant().toSeconds()))
            .compose(
                rows ->
                    rows.size() == 0
                        ? Future.succeededFuture(
                            TokenDecision.Denied.because("the service account is disabled"))
                        : decide(connection, rows.iterator().next().getUUID("id"), form));
  }

  private Future<TokenDecision> decide(SqlConnection connection, UUID grantId, Parameters form) {
    return connection
        .preparedQuery(READ)
        .execute(Tuple.of(grantId))
        .map(rows -> rows.iterator().next())
        .map(row -> forApi(form) ? api(row) : endpoint(Grant.of(row), form));
  }

  /** The API is named by its resource, or by its scope alone. */
  private boolean forApi(Parameters form) {
    List<String> named = form.resources();
    return named.isEmpty()
        ? form.get("scope").filter(ADMIN::equals).isPresent()
        : named.equals(List.of(apiResource));
  }

  private TokenDecision api(Row row) {
    if (!Arrays.asList(row.getArrayOfStrings("scope")).contains(ADMIN)) {
      throw noSuchScope();
    }
    return new TokenDecision.Granted(Grant.of(row), apiResource, ADMIN, Optional.empty());
  }

  private TokenDecision endpoint(Grant grant, Parameters form) {
    Set<Scope> named = Scope.parseAll(form.get("scope").orElse(""));
    Set<Scope> scopes = named.isEmpty() ? grant.scopes() : named;
    if (scopes.isEmpty() || !grant.scopes().containsAll(scopes)) {
      throw noSuchScope();
    }
    return new TokenDecision.Granted(
        grant,
        resources.audience(grant.resource(), form.resources(), grant.tenant()),
        Scope.format(scopes),
        Optional.empty());
  }

  private static OAuthException noSuchScope() {
    return new OAuthException(INVALID_SCOPE, "the service account has no such scope");
  }
}
