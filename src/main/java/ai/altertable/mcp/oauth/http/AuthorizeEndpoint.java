package ai.altertable.mcp.oauth.http;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_REQUEST;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.SERVER_ERROR;

import ai.altertable.mcp.oauth.client.Client;
import ai.altertable.mcp.oauth.client.Clients;
import ai.altertable.mcp.oauth.grant.PendingRequests;
import ai.altertable.mcp.oauth.grant.PushedRequests;
import ai.altertable.mcp.oauth.policy.AuthorizationError;
import ai.altertable.mcp.oauth.policy.AuthorizationRefused;
import ai.altertable.mcp.oauth.policy.AuthorizationRequest;
import ai.altertable.mcp.oauth.policy.AuthorizationRequestPolicy;
import ai.altertable.mcp.oauth.policy.AuthorizationResponse;
import ai.altertable.mcp.oauth.policy.Parameters;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The authorization endpoint (RFC 6749 section 3.1): validates, keeps the request, sends the
 * browser to the consent page.
 */
final class AuthorizeEndpoint {
  private final Clients clients;
  private final AuthorizationRequestPolicy policy;
  private final PendingRequests pending;
  private final PushedRequests pushed;
  private final AuthorizationResponse responses;
  private final AppCookies cookies;

  AuthorizeEndpoint(
      Clients clients,
      AuthorizationRequestPolicy policy,
      PendingRequests pending,
      PushedRequests pushed,
      AuthorizationResponse responses,
      AppCookies cookies) {
    this.clients = clients;
    this.policy = policy;
    this.pending = pending;
    this.pushed = pushed;
    this.responses = responses;
    this.cookies = cookies;
  }

  void handle(RoutingContext context) {
    Parameters parameters = new Parameters(context.request().params());
    Future.succeededFuture(parameters)
        .map(AuthorizationRequestPolicy::clientId)
        .compose(id -> request(id, parameters))
        .compose(request -> keep(context, request))
        .onSuccess(location -> SeeOther.to(context, location))
        .onFailure(failure -> refuse(context, failure));
  }

  private Future<AuthorizationRequest> request(String clientId, Parameters parameters) {
    Optional<String> ahead = AuthorizationRequestPolicy.requestUri(parameters);
    return ahead.filter(PushedRequests::looksLikeOne).isPresent()
        ? taken(clientId, ahead.get())
        : validate(clientId, parameters);
  }

  /**
   * Everything else in the URL decides nothing: only what was pushed counts (RFC 9126 section 4).
   */
  private Future<AuthorizationRequest> taken(String clientId, String requestUri) {
    return pushed
        .take(requestUri, clientId)
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        new AuthorizationRefused(
                            new AuthorizationError.Local(
                                "The request that the application sent ahead (request_uri) has"
                                    + " ended, was used before, or is another application's. Start"
                                    + " the connection again."))));
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
        .map(client -> direct(client, parameters));
  }

  private AuthorizationRequest direct(Client client, Parameters parameters) {
    AuthorizationRequest request = policy.validate(client.id(), client.metadata(), parameters);
    if (client.metadata().alwaysPushed()) {
      throw new AuthorizationRefused(
          new AuthorizationError.Redirected(
              INVALID_REQUEST,
              "the client registered require_pushed_authorization_requests",
              request.redirectUri(),
              request.state()));
    }
    return request;
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
