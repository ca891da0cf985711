package ai.altertable.mcp.oauth.policy;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * A valid authorization request (RFC 6749 section 4.1.1 with RFC 7636 and RFC 8707).
 *
 * @param clientId registered
 * @param redirectUri one of the client's, as presented
 * @param state returned untouched, if given
 * @param scopes the known ones asked for; empty when none was named
 * @param resource canonical form
 * @param codeChallenge S256
 * @param proofKey thumbprint of the DPoP key that the code is bound to (RFC 9449 section 10), if
 *     any
 */
public record AuthorizationRequest(
    String clientId,
    String redirectUri,
    Optional<String> state,
    Set<Scope> scopes,
    Resource resource,
    String codeChallenge,
    Optional<String> proofKey) {
  public AuthorizationRequest {
    requireNonNull(clientId, "clientId is null");
    requireNonNull(redirectUri, "redirectUri is null");
    requireNonNull(state, "state is null");
    scopes = Set.copyOf(scopes);
    requireNonNull(resource, "resource is null");
    requireNonNull(codeChallenge, "codeChallenge is null");
    requireNonNull(proofKey, "proofKey is null");
  }

  /** The same, its code bound to a DPoP key. */
  public AuthorizationRequest boundTo(String key) {
    return new AuthorizationRequest(
        clientId, redirectUri, state, scopes, resource, codeChallenge, Optional.of(key));
  }

  /** For the store of pending requests. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("client_id", clientId)
            .put("redirect_uri", redirectUri)
            .put("scope", Scope.format(scopes))
            .put("resource", resource.uri())
            .put("code_challenge", codeChallenge);
    state.ifPresent(value -> json.put("state", value));
    proofKey.ifPresent(value -> json.put("dpop_jkt", value));
    return json;
  }

  /** What {@link #toJson} made. */
  public static AuthorizationRequest fromJson(JsonObject json, ResourcePolicy resources) {
    return new AuthorizationRequest(
        json.getString("client_id"),
        json.getString("redirect_uri"),
        Optional.ofNullable(json.getString("state")),
        Scope.parseAll(json.getString("scope")),
        resources.of(json.getString("resource")),
        json.getString("code_challenge"),
        Optional.ofNullable(json.getString("dpop_jkt")));
  }
}
