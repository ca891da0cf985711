package ai.altertable.mcp.oauth.http;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.SERVER_ERROR;

import ai.altertable.mcp.oauth.client.Clients;
import ai.altertable.mcp.oauth.grant.PendingRequests;
import ai.altertable.mcp.oauth.policy.AuthorizationError;
import ai.altertable.mcp.oauth.policy.AuthorizationRefused;
import ai.altertable.mcp.oauth.policy.AuthorizationRequest;
import ai.altertable.mcp.oauth.policy.AuthorizationRequestPolicy;
import ai.altertable.mcp.oauth.policy.AuthorizationResponse;
import ai.altertable.mcp.oauth.policy.Parameters;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/**
 * The authorization endpoint (RFC 6749 section 3.1): validates, keeps the request, sends the
 * browser to the consent page.
 */
final class AuthorizeEndpoint {
  private final Clients clients;
  private final AuthorizationRequestPolicy policy;
  private final PendingRequests pending;
  private final AuthorizationResponse responses;
  private final AppCookies cookies;

  AuthorizeEndpoint(
      Clients clients,
      AuthorizationRequestPolicy policy,
      PendingRequests pending,
      AuthorizationResponse responses,
      AppCookies cookies) {
    this.clients = clients;
    this.policy = policy;
    this.pending = pending;
    this.responses = responses;
    this.cookies = cookies;
  }

  void handle(RoutingContext context) {
    Parameters parameters = new Parameters(context.request().params());
    Future.succeededFuture(parameters)
        .map(AuthorizationRequestPolicy::clientId)
        .compose(id -> validate(id, parameters))
        .compose(request -> keep(context, request))
        .onSuccess(location -> SeeOther.to(context, location))
        .onFailure(failure -> refuse(context, failure));
  }

  private Future<AuthorizationRequest> validate(String clientId, Parameters parameters) {
    return clients
        .find(clientId)
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        new AuthorizationRefused(
                            new AuthorizationError.Local(
                                "This application (client_id) is not registered here, or no longer."
                                    + " Remove its stored sign-in and connect again."))))
        .map(client -> policy.validate(clientId, client.metadata(), parameters));
  }

  private Future<String> keep(RoutingContext context, AuthorizationRequest request) {
    return pending
        .store(request, cookies.browserOrNew(context))
        .map(kept -> "/consent?request=" + kept.id());
  }

  private void refuse(RoutingContext context, Throwable failure) {
    if (!(failure instanceof AuthorizationRefused refused)) {
      context.fail(SERVER_ERROR.status(), failure);
      return;
    }
    refused
        .error()
        .<Runnable>fold(
            local -> () -> context.fail(400, refused),
            redirected -> () -> SeeOther.to(context, responses.error(redirected)))
        .run();
  }
}
