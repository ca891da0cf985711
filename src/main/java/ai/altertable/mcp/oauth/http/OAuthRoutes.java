package ai.altertable.mcp.oauth.http;

import static ai.altertable.mcp.oauth.http.MachineEndpoint.FORM;
import static ai.altertable.mcp.oauth.http.MachineEndpoint.JSON;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.oauth.AuthorizationServer;
import ai.altertable.mcp.oauth.http.MachineEndpoint.JsonReply;
import ai.altertable.mcp.oauth.policy.EndpointPaths;
import ai.altertable.mcp.oauth.policy.OAuthErrorCode;
import ai.altertable.mcp.oauth.token.SigningKeys;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.CorsHandler;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Mounts the endpoints, with cross-origin access where browser clients need it. */
public final class OAuthRoutes {
  private static final int LARGEST_BODY = 64 * 1024;
  private static final Duration METADATA_AGE = Duration.ofMinutes(5);
  private static final List<String> WELL_KNOWN =
      List.of("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration");
  private static final Set<String> CORS_HEADERS =
      Set.of("Authorization", "Content-Type", "Accept", "MCP-Protocol-Version", ProofHeader.NAME);

  private final AuthorizeEndpoint authorize;
  private final MachineEndpoints machines;
  private final PushEndpoint push;
  private final SigningKeys keys;
  private final RequestOrigins origins;
  private final RequestLimits limits;
  private final JsonObject metadata;

  /**
   * @param config names the issuer
   * @param cookies that bind a request to its browser
   */
  public OAuthRoutes(
      Config config, AuthorizationServer server, RequestOrigins origins, AppCookies cookies) {
    this.origins = origins;
    this.limits = server.limits();
    this.authorize =
        new AuthorizeEndpoint(
            server.clients(),
            server.requests(),
            server.pending(),
            server.pushed(),
            server.responses(),
            cookies);
    ProofHeader proofs = new ProofHeader(server.proofs(), config.app().issuer());
    this.machines =
        new MachineEndpoints(
            server.registration(),
            server.authenticator(),
            server.tokens(),
            server.inspection(),
            server.audit(),
            proofs,
            limits);
    this.push =
        new PushEndpoint(
            server.authenticator(), server.requests(), server.pushed(), proofs, limits);
    this.keys = server.keys();
    this.metadata = Discovery.metadata(config.app().issuer(), server.tokens().grantTypes());
  }

  /** Mounts them all. */
  public void mount(Router router) {
    router.get(EndpointPaths.AUTHORIZE).handler(this::authorize);
    refuseOthers(router, EndpointPaths.AUTHORIZE, "GET");
    for (String path : WELL_KNOWN) {
      document(router, path, METADATA_AGE, () -> Future.succeededFuture(metadata));
      // Clients older than RFC 9728 insert the endpoint's path (RFC 8414 section 3.1).
      document(router, path + "/*", METADATA_AGE, () -> Future.succeededFuture(metadata));
    }
    document(router, EndpointPaths.JWKS, METADATA_AGE, keys::published);
    machine(
        router,
        EndpointPaths.REGISTER,
        JSON,
        context -> machines.register(context, origins.of(context)));
    machine(
        router, EndpointPaths.TOKEN, FORM, context -> machines.token(context, origins.of(context)));
    machine(
        router,
        EndpointPaths.REVOKE,
        FORM,
        context -> machines.revoke(context, origins.of(context)));
    machine(router, EndpointPaths.PUSHED, FORM, context -> push.push(context, origins.of(context)));
    machine(
        router,
        EndpointPaths.INTROSPECT,
        FORM,
        context -> machines.introspect(context, origins.of(context)));
  }

  /** Each request is a row in the database for a while, and may be a document to be fetched. */
  private void authorize(RoutingContext context) {
    limits.admit(origins.of(context));
    authorize.handle(context);
  }

  private interface Document {
    Future<JsonObject> read();
  }

  private static void document(Router router, String path, Duration age, Document document) {
    router.route(path).handler(cors(HttpMethod.GET));
    Handler<RoutingContext> handler =
        context ->
            document
                .read()
                .onSuccess(
                    json ->
                        context
                            .response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                            .putHeader(
                                HttpHeaders.CACHE_CONTROL, "public, max-age=" + age.toSeconds())
                            .putHeader("X-Content-Type-Options", "nosniff")
                            .end(json.toBuffer()))
                .onFailure(context::fail);
    router.get(path).handler(handler);
    router.head(path).handler(handler);
    refuseOthers(router, path, "GET, HEAD");
  }

  private void machine(Router router, String path, String contentType, MachineEndpoint.Work work) {
    MachineEndpoint endpoint = new MachineEndpoint(origins, limits, contentType, work);
    router.route(path).handler(cors(HttpMethod.POST));
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
        .handler(endpoint::handle)
        .failureHandler(OAuthRoutes::unreadable);
    refuseOthers(router, path, "POST");
  }

  /** The body handler's refusals: too large, not a form. */
  private static void unreadable(RoutingContext context) {
    int status =
        context.statusCode() >= 400 && context.statusCode() < 500 ? context.statusCode() : 400;
    String why = status == 413 ? "the body is too large" : "the body cannot be read";
    MachineEndpoint.send(
        context, MachineEndpoint.error(status, OAuthErrorCode.INVALID_REQUEST.wire(), why));
  }

  private static void refuseOthers(Router router, String path, String allowed) {
    JsonReply refusal =
        MachineEndpoint.error(
            405, OAuthErrorCode.INVALID_REQUEST.wire(), "the method must be " + allowed);
    router
        .route(path)
        .handler(
            context -> {
              context.response().putHeader("Allow", allowed);
              MachineEndpoint.send(context, refusal);
            });
  }

  private static CorsHandler cors(HttpMethod method) {
    return CorsHandler.create()
        .addOrigin("*")
        .allowedMethod(method)
        .allowedHeaders(CORS_HEADERS)
        .exposedHeaders(Set.of("WWW-Authenticate", "Retry-After"))
        .maxAgeSeconds(86_400);
  }
}
