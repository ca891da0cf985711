package ai.altertable.mcp.oauth.grant;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_DPOP_PROOF;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_GRANT;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.UNAUTHORIZED_CLIENT;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.UNSUPPORTED_GRANT_TYPE;

import ai.altertable.mcp.config.OAuthConfig;
import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.oauth.policy.ResourcePolicy;
import ai.altertable.mcp.oauth.token.AccessTokenClaims;
import ai.altertable.mcp.oauth.token.AccessTokens;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Answers token requests of authenticated clients, whichever the grant type. */
public final class TokenService {
  private final Map<String, GrantType> types = new TreeMap<>();
  private final PlatformDatabase database;
  private final AccessTokens accessTokens;
  private final GrantAudit audit;

  /**
   * @param apiResource resource indicator of the administration API
   */
  public TokenService(
      PlatformDatabase database,
      ResourcePolicy resources,
      String apiResource,
      OAuthConfig config,
      AccessTokens accessTokens,
      GrantAudit audit) {
    this.database = database;
    this.accessTokens = accessTokens;
    this.audit = audit;
    CodeRedemption code = new CodeRedemption(resources, config);
    RefreshRotation refresh = new RefreshRotation(resources, config);
    ServiceAccountGrant account = new ServiceAccountGrant(resources, apiResource, config);
    types.put("authorization_code", new GrantType("token.issue", code::redeem));
    types.put("refresh_token", new GrantType("token.refresh", refresh::refresh));
    types.put("client_credentials", new GrantType("token.issue", account::grant));
  }

  private record GrantType(String action, Function<TokenRequest, TokenDecision.Work> reader) {}

  /** The supported grant types' wire names. */
  public List<String> grantTypes() {
    return List.copyOf(types.keySet());
  }

  /**
   * Answers a request. What it changes and its record are one transaction; signing comes after,
   * since it may need the database again.
   *
   * @return fails with {@link OAuthException}
   */
  public Future<TokenResponse> answer(TokenRequest request, RequestOrigin origin) {
    String name = request.form().require("grant_type");
    GrantType type = types.get(name);
    if (type == null) {
      throw new OAuthException(
          UNSUPPORTED_GRANT_TYPE, "grant_type must be one of " + String.join(", ", grantTypes()));
    }
    if (!request.client().may(name)) {
      throw new OAuthException(UNAUTHORIZED_CLIENT, "the client is not registered for " + name);
    }
    if (request.client().metadata().alwaysBound() && request.proofKey().isEmpty()) {
      throw new OAuthException(
          INVALID_DPOP_PROOF, "the client registered dpop_bound_access_tokens; send a proof");
    }
    TokenDecision.Work work = type.reader().apply(request);
    return database
        .inTransaction(
            connection ->
                work.in(connection)
                    .compose(
                        decision ->
                            record(connection, decision, type.action(), origin).map(decision)))
        .compose(
            decision ->
                decision.fold(granted -> issue(granted, request.proofKey()), TokenService::refuse));
  }

  private Future<Void> record(
      SqlConnection connection, TokenDecision decision, String action, RequestOrigin origin) {
    return decision.fold(
        granted -> audit.record(connection, action, "ok", granted.grant(), origin),
        denied ->
            denied
                .revoked()
                .map(grant -> audit.record(connection, "token.reuse", "revoked", grant, origin))
                .orElseGet(Future::succeededFuture));
  }

  private Future<TokenResponse> issue(TokenDecision.Granted granted, Optional<String> proofKey) {
    Grant grant = granted.grant();
    AccessTokenClaims claims =
        new AccessTokenClaims(
            grant.id(),
            grant.subject().toString(),
            grant.clientId(),
            granted.audience(),
            grant.tenant(),
            granted.scope(),
            proofKey);
    return accessTokens
        .issue(claims)
        .map(
            token ->
                new TokenResponse(
                    token,
                    proofKey.isPresent(),
                    accessTokens.lifetime(),
                    granted.scope(),
                    granted.refreshToken()));
  }

  private static Future<TokenResponse> refuse(TokenDecision.Denied denied) {
    return Future.failedFuture(new OAuthException(INVALID_GRANT, denied.description()));
  }
}
