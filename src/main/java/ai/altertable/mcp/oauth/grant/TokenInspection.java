package ai.altertable.mcp.oauth.grant;

import static java.util.stream.Collectors.joining;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.client.Client;
import ai.altertable.mcp.oauth.policy.OAuthErrorCode;
import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.oauth.resource.InvalidToken;
import ai.altertable.mcp.oauth.resource.TokenVerifier;
import ai.altertable.mcp.oauth.resource.VerifiedToken;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client may learn about a token of its own, and how it gives one back: introspection (RFC
 * 7662) and revocation (RFC 7009), of access and refresh tokens alike.
 */
public final class TokenInspection {
  private static final String REFRESH_TOKEN =
      "SELECT r.expires_at, r.used_at, g.proof_key, "
          + Grant.COLUMNS
          + " FROM refresh_token r JOIN oauth_grant g ON g.id = r.grant_id "
          + Grant.JOINS
          + " WHERE r.token_hash = $1";
  private static final String GRANT =
      "SELECT " + Grant.COLUMNS + " FROM oauth_grant g " + Grant.JOINS + " WHERE g.id = $1";
  private static final String ACCOUNT_SCOPE =
      "SELECT scope FROM service_account WHERE id = $1 AND disabled_at IS NULL";
  private static final JsonObject INACTIVE = new JsonObject().put("active", false);

  private final PlatformDatabase database;
  private final TokenVerifier verifier;
  private final GrantStore grants;

  public TokenInspection(PlatformDatabase database, TokenVerifier verifier, GrantStore grants) {
    this.database = database;
    this.verifier = verifier;
    this.grants = grants;
  }

  /** A token that we issued; active or not. */
  private record Known(
      Grant grant,
      boolean active,
      Instant expiresAt,
      Optional<VerifiedToken> accessToken,
      Optional<String> proofKey) {}

  /**
   * Introspects a token.
   *
   * @param client authenticated; other clients' tokens are inactive to it
   */
  public Future<JsonObject> introspect(Client client, String token) {
    return find(token)
        .compose(
            found ->
                found
                    .filter(known -> known.active() && known.grant().clientId().equals(client.id()))
                    .map(this::scopeNow)
                    .orElseGet(() -> Future.succeededFuture(INACTIVE.copy())));
  }

  /** Active as far as its user or service account still may what it says. */
  private Future<JsonObject> scopeNow(Known known) {
    Grant grant = known.grant();
    Set<String> said =
        known
            .accessToken()
            .map(token -> Set.of(token.scope().split(" ")))
            .orElseGet(() -> Set.of(GrantStore.names(grant.scopes())));
    Future<Set<String>> allowed =
        grant.userId().isPresent()
            ? GrantStore.scopesNow(database.pool(), grant)
                .map(scopes -> Set.of(GrantStore.names(scopes)))
            : database
                .pool()
                .preparedQuery(ACCOUNT_SCOPE)
                .execute(Tuple.of(grant.subject()))
                .map(TokenInspection::accountScope);
    return allowed.map(
        names -> {
          String scope = said.stream().filter(names::contains).sorted().collect(joining(" "));
          return scope.isEmpty() ? INACTIVE.copy() : describe(known, scope);
        });
  }

  private static Set<String> accountScope(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Set.of();
    }
    String[] stored = rows.iterator().next().getArrayOfStrings("scope");
    Set<String> names = new TreeSet<>(Arrays.asList(stored));
    names.addAll(List.of(GrantStore.names(Scope.parseAll(String.join(" ", stored)))));
    return names;
  }

  /**
   * Ends the grant of a token: both kinds of token hang on it, and a client that gives one back is
   * done with the other. An unknown token is no error (RFC 7009 section 2.2).
   *
   * @param client authenticated
   * @return fails with {@code invalid_grant} for another client's token (section 2.1)
   */
  public Future<Void> revoke(Client client, String token, RequestOrigin origin) {
    return find(token)
        .compose(
            found ->
                found
                    .map(known -> revoke(client, known.grant(), origin))
                    .orElseGet(Future::succeededFuture));
  }

  private Future<Void> revoke(Client client, Grant grant, RequestOrigin origin) {
    if (!grant.clientId().equals(client.id())) {
      return Future.failedFuture(
          new OAuthException(
              OAuthErrorCode.INVALID_GRANT, "the token was not issued to this client"));
    }
    return grants.giveBack(grant, origin);
  }

  private Future<Optional<Known>> find(String token) {
    return database
        .pool()
        .preparedQuery(REFRESH_TOKEN)
        .execute(Tuple.of(RefreshTokens.hash(token)))
        .compose(
            rows ->
                rows.size() == 0
                    ? accessToken(token)
                    : Future.succeededFuture(Optional.of(refreshToken(rows.iterator().next()))));
  }

  private static Known refreshToken(Row row) {
    Instant expiresAt = row.getOffsetDateTime("expires_at").toInstant();
    boolean active =
        row.getBoolean("live")
            && row.getOffsetDateTime("used_at") == null
            && Instant.now().isBefore(expiresAt);
    return new Known(
        Grant.of(row),
        active,
        expiresAt,
        Optional.empty(),
        Optional.ofNullable(row.getString("proof_key")));
  }

  private Future<Optional<Known>> accessToken(String token) {
    return verifier
        .verify(token)
        .compose(
            genuine ->
                database
                    .pool()
                    .preparedQuery(GRANT)
                    .execute(Tuple.of(genuine.grantId()))
                    .map(
                        rows ->
                            rows.size() == 0
                                ? Optional.<Known>empty()
                                : Optional.of(accessToken(genuine, rows.iterator().next()))))
        .recover(
            failure ->
                failure instanceof InvalidToken
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(failure));
  }

  private static Known accessToken(VerifiedToken token, Row row) {
    return new Known(
        Grant.of(row),
        row.getBoolean("live"),
        token.expiresAt(),
        Optional.of(token),
        token.proofKey());
  }

  /** RFC 7662 section 2.2, with the key by RFC 9449 section 6.2. */
  private static JsonObject describe(Known known, String scope) {
    Grant grant = known.grant();
    JsonObject json =
        new JsonObject()
            .put("active", true)
            .put("client_id", grant.clientId())
            .put("sub", grant.subject().toString())
            .put("scope", scope)
            .put("exp", known.expiresAt().getEpochSecond())
            .put("org", grant.tenant().organization())
            .put("env", grant.tenant().environment());
    known.proofKey().ifPresent(key -> json.put("cnf", new JsonObject().put("jkt", key)));
    known
        .accessToken()
        .ifPresent(
            token ->
                json.put("token_type", known.proofKey().isPresent() ? "DPoP" : "Bearer")
                    .put("aud", new JsonArray(token.audiences().stream().sorted().toList())));
    return json;
  }
}
