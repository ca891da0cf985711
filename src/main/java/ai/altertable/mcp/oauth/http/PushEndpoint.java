package ai.altertable.mcp.oauth.http;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_DPOP_PROOF;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_REQUEST;

import ai.altertable.mcp.oauth.client.ClientAuthenticator;
import ai.altertable.mcp.oauth.grant.PushedRequests;
import ai.altertable.mcp.oauth.http.MachineEndpoint.JsonReply;
import ai.altertable.mcp.oauth.policy.AuthorizationRequest;
import ai.altertable.mcp.oauth.policy.AuthorizationRequestPolicy;
import ai.altertable.mcp.oauth.policy.EndpointPaths;
import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.oauth.policy.Parameters;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The pushed authorization request endpoint (RFC 9126 section 2). */
final class PushEndpoint {
  private final ClientAuthenticator clients;
  private final AuthorizationRequestPolicy policy;
  private final PushedRequests pushed;
  private final ProofHeader proofs;
  private final RequestLimits limits;

  PushEndpoint(
      ClientAuthenticator clients,
      AuthorizationRequestPolicy policy,
      PushedRequests pushed,
      ProofHeader proofs,
      RequestLimits limits) {
    this.clients = clients;
    this.policy = policy;
    this.pushed = pushed;
    this.proofs = proofs;
    this.limits = limits;
  }

  /** Validates the request as the authorization endpoint would, and keeps it. */
  Future<JsonReply> push(RoutingContext context, RequestOrigin origin) {
    Parameters form = ClientForms.form(context);
    if (form.get("request_uri").isPresent()) {
      throw new OAuthException(INVALID_REQUEST, "request_uri must not be pushed");
    }
    return clients
        .authenticateNew(ClientForms.credentials(context, form))
        .map(
            client -> {
              limits.admit(client, origin);
              return policy.validate(client.id(), client.metadata(), form);
            })
        .compose(
            request -> proofs.key(context, EndpointPaths.PUSHED).map(key -> bound(request, key)))
        .compose(pushed::store)
        .map(
            uri ->
                new JsonReply(
                    201,
                    new JsonObject()
                        .put("request_uri", uri)
                        .put("expires_in", PushedRequests.LIFETIME.toSeconds())));
  }

  /** A proof binds the code like {@code dpop_jkt} does (RFC 9449 section 10.1). */
  private static AuthorizationRequest bound(AuthorizationRequest request, Optional<String> key) {
    if (key.isEmpty()) {
      return request;
    }
    if (request.proofKey().isPresent() && !request.proofKey().equals(key)) {
      throw new OAuthException(INVALID_DPOP_PROOF, "dpop_jkt is not the key of the proof");
    }
    return request.boundTo(key.get());
  }
}
