package ai.altertable.mcp.oauth.http;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_CLIENT;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_REQUEST;

import ai.altertable.mcp.oauth.client.Client;
import ai.altertable.mcp.oauth.client.ClientAuthenticator;
import ai.altertable.mcp.oauth.client.ClientRegistration;
import ai.altertable.mcp.oauth.grant.GrantAudit;
import ai.altertable.mcp.oauth.grant.TokenInspection;
import ai.altertable.mcp.oauth.grant.TokenRequest;
import ai.altertable.mcp.oauth.grant.TokenResponse;
import ai.altertable.mcp.oauth.grant.TokenService;
import ai.altertable.mcp.oauth.http.MachineEndpoint.JsonReply;
import ai.altertable.mcp.oauth.policy.EndpointPaths;
import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.oauth.policy.Parameters;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Registration, token, revocation and introspection endpoint. */
final class MachineEndpoints {
  private final ClientRegistration registration;
  private final ClientAuthenticator clients;
  private final TokenService tokens;
  private final TokenInspection inspection;
  private final GrantAudit audit;
  private final ProofHeader proofs;
  private final RequestLimits limits;

  MachineEndpoints(
      ClientRegistration registration,
      ClientAuthenticator clients,
      TokenService tokens,
      TokenInspection inspection,
      GrantAudit audit,
      ProofHeader proofs,
      RequestLimits limits) {
    this.registration = registration;
    this.clients = clients;
    this.tokens = tokens;
    this.inspection = inspection;
    this.audit = audit;
    this.proofs = proofs;
    this.limits = limits;
  }

  /** RFC 7591 section 3. */
  Future<JsonReply> register(RoutingContext context, RequestOrigin origin) {
    return registration
        .register(body(context), () -> limits.admitNew(origin), audit.registration(origin))
        .map(answer -> new JsonReply(201, answer));
  }

  /** RFC 6749 section 3.2, with a key to bind the tokens to (RFC 9449 section 5). */
  Future<JsonReply> token(RoutingContext context, RequestOrigin origin) {
    Parameters form = ClientForms.form(context);
    return client(context, form, origin)
        .compose(
            client ->
                proofs
                    .key(context, EndpointPaths.TOKEN)
                    .map(key -> new TokenRequest(client, form, key)))
        .compose(request -> tokens.answer(request, origin))
        .map(TokenResponse::toJson)
        .map(answer -> new JsonReply(200, answer));
  }

  /** RFC 7009 section 2. */
  Future<JsonReply> revoke(RoutingContext context, RequestOrigin origin) {
    Parameters form = ClientForms.form(context);
    return client(context, form, origin)
        .compose(client -> inspection.revoke(client, form.require("token"), origin))
        .map(new JsonReply(200, null));
  }

  /** RFC 7662 section 2; only for clients that can prove who they are. */
  Future<JsonReply> introspect(RoutingContext context, RequestOrigin origin) {
    Parameters form = ClientForms.form(context);
    return client(context, form, origin)
        .map(MachineEndpoints::confidential)
        .compose(client -> inspection.introspect(client, form.require("token")))
        .map(answer -> new JsonReply(200, answer));
  }

  /** Who asks, proven and counted. */
  private Future<Client> client(RoutingContext context, Parameters form, RequestOrigin origin) {
    return clients
        .authenticate(ClientForms.credentials(context, form))
        .map(
            client -> {
              limits.admit(client, origin);
              return client;
            });
  }

  private static Client confidential(Client client) {
    if (client.isPublic()) {
      throw new OAuthException(INVALID_CLIENT, "introspection needs a client with a secret");
    }
    return client;
  }

  private static JsonObject body(RoutingContext context) {
    try {
      return new JsonObject(context.body().buffer());
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      throw new OAuthException(INVALID_REQUEST, "the body must be a JSON object");
    }
  }
}
