package ai.altertable.mcp.oauth.grant;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_SCOPE;

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
import java.util.Optional;
import java.util.Set;

/**
 * The refresh_token grant (RFC 6749 section 6) with rotation and reuse detection (RFC 9700 section
 * 4.14.2). The grant's row is locked, so requests of one family come one after the other, on all
 * nodes. A token presented again within {@link #GRACE_SECONDS} gives the successor that it gave
 * before: several processes of one client share a store, and answers get lost. Later it is theft,
 * and the family ends.
 */
final class RefreshRotation {
  private static final int GRACE_SECONDS = 60;

  private static final String LOCK =
      "SELECT r.used_at, r.successor_sealed, r.expires_at > now() AS fresh, r.used_at > now() - "
          + "make_interval(secs => $2) AS in_grace, g.proof_key, "
          + Grant.COLUMNS
          + " FROM refresh_token r JOIN oauth_grant g ON g.id = r.grant_id "
          + Grant.JOINS
          + " WHERE r.token_hash = $1 FOR UPDATE OF g, r";
  private static final String USE =
      "UPDATE refresh_token SET used_at = now(), successor_sealed = $2 WHERE token_hash = $1";

  private static final TokenDecision UNKNOWN =
      TokenDecision.Denied.because("the refresh token is unknown, expired or revoked");

  private static final TokenDecision UNPROVEN =
      TokenDecision.Denied.because(
          "the refresh token is bound to a DPoP key; send a proof of that key");

  private final ResourcePolicy resources;
  private final OAuthConfig config;

  RefreshRotation(ResourcePolicy resources, OAuthConfig config) {
    this.resources = resources;
    this.config = config;
  }

  TokenDecision.Work refresh(TokenRequest asked) {
    Request request = new Request(asked, asked.form().require("refresh_token"));
    return connection -> decide(connection, request);
  }

  private record Request(TokenRequest asked, String token) {
    Client client() {
      return asked.client();
    }

    Parameters form() {
      return asked.form();
    }
  }

  private Future<TokenDecision> decide(SqlConnection connection, Request request) {
    return connection
        .preparedQuery(LOCK)
        .execute(Tuple.of(RefreshTokens.hash(request.token()), (double) GRACE_SECONDS))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(UNKNOWN)
                    : decide(connection, request, rows.iterator().next()));
  }

  private Future<TokenDecision> decide(SqlConnection connection, Request request, Row row) {
    Grant grant = Grant.of(row);
    if (!grant.clientId().equals(request.client().id()) || !row.getBoolean("live")) {
      return Future.succeededFuture(UNKNOWN);
    }
    // Before anything else: without its key a stolen token is good for nothing, not even for a
    // stop.
    if (!request.asked().proves(Optional.ofNullable(row.getString("proof_key")))) {
      return Future.succeededFuture(UNPROVEN);
    }
    boolean used = row.getOffsetDateTime("used_at") != null;
    if (used && !row.getBoolean("in_grace")) {
      return revoked(
          connection, grant, "refresh token reused", "the refresh token was used before");
    }
    if (!used && !row.getBoolean("fresh")) {
      return Future.succeededFuture(UNKNOWN);
    }
    String audience =
        resources.audience(grant.resource(), request.form().resources(), grant.tenant());
    Set<Scope> wanted = wanted(grant, request.form());
    return GrantStore.scopesNow(connection, grant)
        .compose(
            scopes -> {
              if (scopes.isEmpty()) {
                return revoked(
                    connection, grant, "access ended", "the environment is out of reach");
              }
              return (used
                      ? Future.succeededFuture(replay(request, row))
                      : rotate(connection, request, grant))
                  .map(
                      successor ->
                          new TokenDecision.Granted(
                              grant,
                              audience,
                              Scope.format(GrantStore.intersection(wanted, scopes)),
                              Optional.of(successor)));
            });
  }

  /** A client may ask for less, never for more (RFC 6749 section 6). */
  private static Set<Scope> wanted(Grant grant, Parameters form) {
    Set<Scope> named = Scope.parseAll(form.get("scope").orElse(""));
    if (!grant.scopes().containsAll(named)) {
      throw new OAuthException(INVALID_SCOPE, "the scope is more than was granted");
    }
    return named.isEmpty() ? grant.scopes() : named;
  }

  private Future<String> rotate(SqlConnection connection, Request request, Grant grant) {
    return RefreshTokens.issue(connection, grant, config.refreshToken())
        .compose(
            successor ->
                connection
                    .preparedQuery(USE)
                    .execute(
                        Tuple.of(
                            RefreshTokens.hash(request.token()),
                            RefreshTokens.seal(request.token(), successor)))
                    .map(successor));
  }

  private static String replay(Request request, Row row) {
    return RefreshTokens.open(request.token(), row.getBuffer("successor_sealed"));
  }

  private static Future<TokenDecision> revoked(
      SqlConnection connection, Grant grant, String because, String description) {
    return GrantStore.revoke(connection, grant.id(), because)
        .map(new TokenDecision.Denied(description + "; sign in again", Optional.of(grant)));
  }
}
