package ai.altertable.mcp.oauth.grant;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.config.OAuthConfig;
import ai.altertable.mcp.oauth.client.Client;
import ai.altertable.mcp.oauth.policy.Parameters;
import ai.altertable.mcp.oauth.policy.Pkce;
import ai.altertable.mcp.oauth.policy.ResourcePolicy;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/** The authorization_code grant (RFC 6749 section 4.1.3 with RFC 7636 section 4.6). */
final class CodeRedemption {
  private static final String LOCK =
      "SELECT ac.redirect_uri, ac.code_challenge, ac.redeemed_at, ac.expires_at > now() AS fresh,"
          + " g.proof_key, "
          + Grant.COLUMNS
          + " FROM authorization_code ac JOIN oauth_grant g ON g.id = ac.grant_id "
          + Grant.JOINS
          + " WHERE ac.code_hash = $1 FOR UPDATE OF ac, g";
  private static final String REDEEM =
      "UPDATE authorization_code SET redeemed_at = now() WHERE code_hash = $1";

  private static final TokenDecision UNKNOWN =
      TokenDecision.Denied.because("the code is unknown, expired or of another client");

  private final ResourcePolicy resources;
  private final OAuthConfig config;

  CodeRedemption(ResourcePolicy resources, OAuthConfig config) {
    this.resources = resources;
    this.config = config;
  }

  TokenDecision.Work redeem(TokenRequest asked) {
    Request request =
        new Request(
            asked,
            RefreshTokens.hash(asked.form().require("code")),
            asked.form().require("code_verifier"));
    return connection -> decide(connection, request);
  }

  private record Request(TokenRequest asked, Buffer codeHash, String verifier) {
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
        .execute(Tuple.of(request.codeHash()))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(UNKNOWN)
                    : decide(connection, request, rows.iterator().next()));
  }

  private Future<TokenDecision> decide(SqlConnection connection, Request request, Row row) {
    Grant grant = Grant.of(row);
    if (!grant.clientId().equals(request.client().id())) {
      return Future.succeededFuture(UNKNOWN);
    }
    if (row.getOffsetDateTime("redeemed_at") != null) {
      // One of the two who presented it is a thief (RFC 6749 section 4.1.2).
      return GrantStore.revoke(connection, grant.id(), "code replayed")
          .map(
              new TokenDecision.Denied(
                  "the code was used before; its tokens are revoked", Optional.of(grant)));
    }
    if (!row.getBoolean("fresh") || !row.getBoolean("live")) {
      return Future.succeededFuture(UNKNOWN);
    }
    // OAuth 2.1 section 4.1.3 drops the parameter since PKCE does its work; older clients send it.
    Optional<String> redirectUri = request.form().get("redirect_uri");
    if (redirectUri.filter(uri -> !uri.equals(row.getString("redirect_uri"))).isPresent()) {
      return denied("redirect_uri is not that of the authorization request");
    }
    if (!Pkce.proves(request.verifier(), row.getString("code_challenge"))) {
      return denied("code_verifier does not match the code_challenge");
    }
    if (!request.asked().proves(Optional.ofNullable(row.getString("proof_key")))) {
      return denied("the code is bound to a DPoP key; send a proof of that key");
    }
    String audience =
        resources.audience(grant.resource(), request.form().resources(), grant.tenant());
    return GrantStore.scopesNow(connection, grant)
        .compose(
            scopes ->
                scopes.isEmpty()
                    ? denied("the environment is out of reach")
                    : redeem(connection, request, grant, audience, scopes));
  }

  private Future<TokenDecision> redeem(
      SqlConnection connection, Request request, Grant grant, String audience, Set<Scope> scopes) {
    boolean refreshes = request.client().may("refresh_token");
    OffsetDateTime end =
        OffsetDateTime.now(ZoneOffset.UTC).plus(refreshes ? config.grant() : config.accessToken());
    return connection
        .preparedQuery(REDEEM)
        .execute(Tuple.of(request.codeHash()))
        .compose(redeemed -> GrantStore.redeem(connection, grant.id(), end, refreshKey(request)))
        .compose(
            extended ->
                refreshes
                    ? RefreshTokens.issue(connection, grant, config.refreshToken())
                        .map(Optional::of)
                    : Future.succeededFuture(Optional.<String>empty()))
        .map(
            refreshToken ->
                new TokenDecision.Granted(grant, audience, Scope.format(scopes), refreshToken));
  }

  /**
   * The key that refresh tokens are bound to. Those of confidential clients are bound to the client
   * already, which may change its key (RFC 9449 section 5).
   */
  private static Optional<String> refreshKey(Request request) {
    return request.client().isPublic() ? request.asked().proofKey() : Optional.empty();
  }

  private static Future<TokenDecision> denied(String description) {
    return Future.succeededFuture(TokenDecision.Denied.because(description));
  }
}
