package ai.altertable.mcp.oauth.grant;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A successful token response (RFC 6749 section 5.1).
 *
 * @param lifetime of the access token
 * @param refreshToken if the client gets one
 */
public record TokenResponse(
    String accessToken, Duration lifetime, Set<Scope> scopes, Optional<String> refreshToken) {
  public TokenResponse {
    requireNonNull(accessToken, "accessToken is null");
    requireNonNull(lifetime, "lifetime is null");
    scopes = Set.copyOf(scopes);
    requireNonNull(refreshToken, "refreshToken is null");
  }

  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("access_token", accessToken)
            .put("token_type", "Bearer")
            .put("expires_in", lifetime.toSeconds())
            .put("scope", Scope.format(scopes));
    refreshToken.ifPresent(token -> json.put("refresh_token", token));
    return json;
  }

  @Override
  public String toString() {
    return "TokenResponse[" + Scope.format(scopes) + "]";
  }
}
