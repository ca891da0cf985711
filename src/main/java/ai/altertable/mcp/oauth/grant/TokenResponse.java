package ai.altertable.mcp.oauth.grant;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * A successful token response (RFC 6749 section 5.1).
 *
 * @param bound whether the access token is bound to a DPoP key
 * @param lifetime of the access token
 * @param scope of the access token, space-delimited
 * @param refreshToken if the client gets one
 */
public record TokenResponse(
    String accessToken,
    boolean bound,
    Duration lifetime,
    String scope,
    Optional<String> refreshToken) {
  public TokenResponse {
    requireNonNull(accessToken, "accessToken is null");
    requireNonNull(lifetime, "lifetime is null");
    requireNonNull(scope, "scope is null");
    requireNonNull(refreshToken, "refreshToken is null");
  }

  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("access_token", accessToken)
            .put("token_type", bound ? "DPoP" : "Bearer")
            .put("expires_in", lifetime.toSeconds())
            .put("scope", scope);
    refreshToken.ifPresent(token -> json.put("refresh_token", token));
    return json;
  }

  @Override
  public String toString() {
    return "TokenResponse[" + scope + "]";
  }
}
