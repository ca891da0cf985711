package ai.altertable.mcp.oauth.resource;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/**
 * Tells what a bearer token is worth at the administration API: it must be for that API, with scope
 * {@code admin}, of a service account that still has it. Nothing is remembered, so what is taken
 * away is gone with the next request.
 */
public final class AdminAuthenticator {
  private static final String BEARER = "Bearer ";

  /**
   * Notes the use once a minute: an API that is called often must not rewrite the row each time.
   */
  private static final String FIND =
      """
      WITH used AS (
        UPDATE oauth_grant SET last_used_at = now()
        WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute'))
      SELECT g.id AS grant_id, g.client_id, s.id AS account_id, s.name,
             o.id AS organization_id, o.slug AS organization
      FROM oauth_grant g
      JOIN service_account s ON s.id = g.service_account_id
      JOIN environment e ON e.id = s.environment_id
      JOIN organization o ON o.id = e.organization_id
      WHERE g.id = $1 AND g.client_id = $2 AND g.revoked_at IS NULL AND g.expires_at > now()
        AND s.disabled_at IS NULL AND 'admin' = ANY (s.scope)
      """;

  private final String resource;
  private final TokenVerifier verifier;
  private final PlatformDatabase database;

  /**
   * @param resource the API's resource indicator, the audience that its tokens must have
   */
  public AdminAuthenticator(String resource, TokenVerifier verifier, PlatformDatabase database) {
    this.resource = resource;
    this.verifier = verifier;
    this.database = database;
  }

  /**
   * Verifies a request's token.
   *
   * @param authorization the {@code Authorization} header, or null
   * @return fails with {@link InvalidToken}, to be answered with 401 {@code invalid_token}, with
   *     {@link InsufficientScope}, to be answered with 403 {@code insufficient_scope}, and
   *     otherwise when the answer cannot be found out
   */
  public Future<AdminCaller> authenticate(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Future.failedFuture(new InvalidToken("a bearer token is needed"));
    }
    return verifier
        .verify(authorization.substring(BEARER.length()).trim())
        .compose(this::check)
        .compose(this::find);
  }

  private Future<VerifiedToken> check(VerifiedToken token) {
    if (!token.audiences().contains(resource)) {
      return Future.failedFuture(new InvalidToken("token is for another resource"));
    }
    if (token.proofKey().isPresent()) {
      return Future.failedFuture(new InvalidToken("token is bound to a key, not a bearer token"));
    }
    return token.has(VerifiedToken.ADMIN)
        ? Future.succeededFuture(token)
        : Future.failedFuture(new InsufficientScope("the scope admin is missing"));
  }

  private Future<AdminCaller> find(VerifiedToken token) {
    return database
        .pool()
        .preparedQuery(FIND)
        .execute(Tuple.of(token.grantId(), token.clientId()))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.failedFuture(new InvalidToken("the grant of this token has ended"))
                    : Future.succeededFuture(caller(rows.iterator().next())));
  }

  private static AdminCaller caller(Row row) {
    return new AdminCaller(
        row.getUUID("grant_id"),
        row.getUUID("account_id"),
        row.getString("name"),
        row.getString("client_id"),
        row.getUUID("organization_id"),
        row.getString("organization"));
  }
}
