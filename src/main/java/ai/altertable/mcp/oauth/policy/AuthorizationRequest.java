package ai.altertable.mcp.oauth.policy;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import io.vertx.core.json.JsonObject;
import java.net.URI;
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
 * @param ask whether the user must be asked, whatever was allowed before ({@code prompt})
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
    boolean ask,
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
        clientId, redirectUri, state, scopes, resource, codeChallenge, ask, Optional.of(key));
  }

  /** Whether the answer goes to a host over https, where nobody else can receive it. */
  public boolean answersHost() {
    return "https".equals(URI.create(redirectUri).getScheme());
  }

  /** Who the answer goes to: a host, with its port when that decides, or the scheme of an app. */
  public String redirectHost() {
    URI uri = URI.create(redirectUri);
    if (answersHost()) {
      return uri.getRawAuthority();
    }
    return "http".equals(uri.getScheme()) ? uri.getHost() : uri.getScheme() + ":";
  }

  /** For the store of pending requests. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("client_id", clientId)
            .put("redirect_uri", redirectUri)
            .put("scope", Scope.format(scopes))
            .put("resource", resource.uri())
            .put("code_challenge", codeChallenge)
            .put("ask", ask);
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
        json.getBoolean("ask", true),
        Optional.ofNullable(json.getString("dpop_jkt")));
  }
}
