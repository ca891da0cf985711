package ai.altertable.mcp.oauth.grant;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.oauth.policy.AuthorizationRequest;

/**
 * An authorization request that waits for its user.
 *
 * @param id unguessable, names it in the pages' URLs
 * @param request valid
 */
public record PendingRequest(String id, AuthorizationRequest request) {
  public PendingRequest {
    requireNonNull(id, "id is null");
    requireNonNull(request, "request is null");
  }
}
