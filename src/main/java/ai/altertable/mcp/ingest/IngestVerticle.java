package ai.altertable.mcp.ingest;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.platform.HttpOptions;
import ai.altertable.mcp.platform.ReadableRequests;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP server of events. Pages of every origin may send some: a key in a page is public, and
 * with it nothing can be read.
 */
public final class IngestVerticle extends VerticleBase {
  private static final String ALLOWED_HEADERS =
      "authorization, content-encoding, content-type, x-api-key";

  /** On top of the time that a request may take to arrive: for its commit. */
  private static final long COMMIT_MILLIS = 60_000;

  private final Config config;
  private final IngestNode node;
  private HttpServer http;

  /**
   * @param node shared by all instances of the node
   */
  public IngestVerticle(Config config, IngestNode node) {
    this.config = config;
    this.node = node;
  }

  @Override
  public Future<?> start() {
    http =
        vertx.createHttpServer(
            HttpOptions.server(config.ingest().listen(), config.http(), config.limits()));
    return http.requestHandler(new ReadableRequests(router(), IngestVerticle::unreadable)).listen();
  }

  /** Stops accepting, and lets what came be committed within the grace. */
  @Override
  public Future<?> stop() {
    return http.shutdown(config.runtime().shutdownGrace().toMillis(), TimeUnit.MILLISECONDS);
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(IngestVerticle::allowOrigins);
    for (Kind kind : Kind.values()) {
      IngestEndpoint endpoint = node.endpoint(kind);
      router.options(kind.path()).handler(IngestVerticle::preflight);
      // the router wants whatever reads the body before everything else of its route
      router.post(kind.path()).handler(IngestVerticle::requireKnownEncoding);
      Route route = router.post(kind.path());
      route
          .handler(TimeoutHandler.create(config.limits().request().toMillis() + COMMIT_MILLIS, 503))
          .handler(BodyHandler.create(false).setBodyLimit(config.ingest().bodyBytes()))
          .handler(endpoint::handle)
          .failureHandler(IngestVerticle::fail);
    }
    router.route().last().handler(IngestVerticle::elsewhere);
    return router;
  }

  private static void allowOrigins(RoutingContext context) {
    context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    context.next();
  }

  private static void preflight(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST")
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400")
        .setStatusCode(204)
        .end();
  }

  /** Whatever type it has, as beacons say text/plain. */
  private static void requireKnownEncoding(RoutingContext context) {
    Bodies.requireKnownEncoding(context.request());
    context.next();
  }

  private static void fail(RoutingContext context) {
    Replies.failure(
        context,
        switch (context.statusCode()) {
          case 413 -> new Problem(413, "too-large", "The body is too large.");
          case 503 ->
              Problem.later(
                  503, "unavailable", "Events cannot be written now. Send them again.", 1);
          default ->
              context.failure() == null
                  ? new Problem(400, "invalid-request", "The request cannot be read.")
                  : context.failure();
        });
  }

  private static void unreadable(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    Replies.failure(response, new Problem(400, "invalid-request", "The URL cannot be read."));
  }

  private static void elsewhere(RoutingContext context) {
    boolean path =
        context.request().method() != HttpMethod.POST && isOurs(context.request().path());
    if (path) {
      context.response().putHeader(HttpHeaders.ALLOW, "POST, OPTIONS");
    }
    Replies.failure(
        context,
        path
            ? new Problem(405, "method-not-allowed", "Events are sent with POST.")
            : new Problem(404, "not-found", "There is /track, /identify and /alias."));
  }

  private static boolean isOurs(String path) {
    for (Kind kind : Kind.values()) {
      if (kind.path().equals(path)) {
        return true;
      }
    }
    return false;
  }
}
