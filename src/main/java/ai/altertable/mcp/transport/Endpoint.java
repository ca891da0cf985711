package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.platform.RequestHeads;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The front door: host and origin first, then path and method. Written by hand instead of with a
 * router because every request passes it. Used from one event loop.
 */
final class Endpoint implements Handler<HttpServerRequest> {
  private final OriginPolicy policy;
  private final ResourcePaths paths;
  private final String issuer;
  private final Gate gate;
  private final PostHandler posts;
  private final SessionHandler sessions;
  private final EraSelector eras;
  private final SessionDoor door;

  /**
   * @param issuer of the authorization server that metadata documents name
   */
  Endpoint(
      OriginPolicy policy,
      ResourcePaths paths,
      String issuer,
      Gate gate,
      PostHandler posts,
      SessionHandler sessions,
      EraSelector eras,
      SessionDoor door) {
    this.policy = policy;
    this.paths = paths;
    this.issuer = issuer;
    this.gate = gate;
    this.posts = posts;
    this.sessions = sessions;
    this.eras = eras;
    this.door = door;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (RequestHeads.ambiguous(request)) {
      RequestHeads.last(request);
      gate.refuse(request, Rejection.badRequest("the head can be read in more than one way"));
      return;
    }
    if (!policy.servesHost(authority(request))) {
      gate.refuse(
          request, Rejection.http(403, "this host name is not served here (mcp.allowed_hosts)"));
      return;
    }
    String path = request.path() == null ? "" : request.path();
    Optional<ProtectedResource> resource = path.isEmpty() ? Optional.empty() : paths.endpoint(path);
    if (resource.isPresent()) {
      endpoint(request, resource.get());
      return;
    }
    paths
        .metadata(path)
        .ifPresentOrElse(
            described -> metadata(request, described),
            () -> gate.refuse(request, Rejection.http(404, "nothing here; the endpoint is /v1")));
  }

  private void endpoint(HttpServerRequest request, ProtectedResource resource) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null) {
      if (!policy.allowsOrigin(origin)) {
        gate.refuse(request, Rejection.http(403, "this origin may not call (mcp.allowed_origins)"));
        return;
      }
      Cors.expose(request.response(), origin);
    }
    HttpMethod method = request.method();
    if (method.equals(HttpMethod.POST)) {
      posts.handle(request, resource);
    } else if (method.equals(HttpMethod.OPTIONS)) {
      Cors.preflight(request);
    } else if (method.equals(HttpMethod.GET)
        && !Authenticator.presented(request)
        && door.beforeSignIn(request.headers())) {
      noStreamYet(request);
    } else {
      authenticated(request, resource, caller -> serve(request, caller));
    }
  }

  /**
   * A client that shook hands without a token opens its stream. Clients do so while their first
   * real request is under way; challenging both starts two sign-ins that overwrite each other's
   * state (with 401 here, TypeScript SDK 2.4.0 and mcp-remote 0.15.1 fail every other time). Told
   * that there is no stream, which the transport allows, they go on and meet one challenge. Nobody
   * else hears this: not with a session that has a subject, and never where the handshake itself is
   * challenged ({@code mcp.anonymous_handshake: false}), which all known clients take as well.
   */
  private void noStreamYet(HttpServerRequest request) {
    try {
      gate.count(request, null);
      gate.refuse(request, methodNotAllowed("POST, OPTIONS"));
    } catch (Rejection tooMany) {
      gate.refuse(request, tooMany);
    }
  }

  private void serve(HttpServerRequest request, Caller caller) {
    boolean legacy = !eras.modernHeader(request.headers());
    if (legacy && request.method().equals(HttpMethod.GET)) {
      sessions.open(request, caller);
    } else if (legacy && request.method().equals(HttpMethod.DELETE)) {
      sessions.end(request, caller);
    } else {
      throw methodNotAllowed(legacy ? Cors.METHODS : "POST, OPTIONS");
    }
  }

  private void authenticated(
      HttpServerRequest request, ProtectedResource resource, Consumer<Caller> next) {
    gate.onLoop(
        gate.authenticate(request, resource),
        caller -> {
          try {
            if (caller.failed()) {
              gate.refuse(request, caller.cause());
              return;
            }
            gate.count(request, caller.result());
            enter(request, caller.result(), next);
          } catch (RuntimeException fault) {
            gate.refuse(request, fault);
          }
        });
  }

  private void enter(HttpServerRequest request, Caller caller, Consumer<Caller> next) {
    gate.onLoop(
        door.enter(request.headers(), caller.principal().subject()),
        entered -> {
          try {
            if (entered.failed()) {
              gate.refuse(request, entered.cause());
              return;
            }
            next.accept(caller);
          } catch (RuntimeException fault) {
            gate.refuse(request, fault);
          }
        });
  }

  private void metadata(HttpServerRequest request, ProtectedResource resource) {
    Cors.open(request.response());
    HttpMethod method = request.method();
    if (method.equals(HttpMethod.OPTIONS)) {
      Answers.empty(request.response(), 204);
    } else if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      Buffer document = resource.metadata(issuer);
      request
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, Answers.JSON)
          .putHeader(HttpHeaders.CACHE_CONTROL, "max-age=3600")
          .end(document);
    } else {
      gate.refuse(request, methodNotAllowed("GET, HEAD, OPTIONS"));
    }
  }

  private static Rejection methodNotAllowed(String allowed) {
    Rejection plain = Rejection.http(405, "use one of " + allowed);
    return new Rejection(plain.status(), plain.error(), Map.of("Allow", allowed));
  }

  private static String authority(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      return request.getHeader(HttpHeaders.HOST);
    }
    return request.authority() == null ? null : request.authority().toString();
  }
}
