package ai.altertable.mcp.api;

import ai.altertable.mcp.api.ApiLimits.TooOften;
import ai.altertable.mcp.api.ApiProblem.Kind;
import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.oauth.resource.AdminAuthenticator;
import ai.altertable.mcp.oauth.resource.AdminCaller;
import ai.altertable.mcp.oauth.resource.InsufficientScope;
import ai.altertable.mcp.oauth.resource.InvalidToken;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all operations have in common: limits, the token, the form of query and body, and problem
 * documents for whatever fails. A body is read only from who may send one.
 */
final class ApiEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(ApiEndpoint.class);
  private static final String ACTOR = Actor.class.getName();
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private final Contract.Operation contract;
  private final ApiOperation operation;
  private final AdminAuthenticator admins;
  private final ApiLimits limits;
  private final NamedRequests named;
  private final RequestOrigins origins;
  private final Optional<BodyReader> body;

  ApiEndpoint(
      Contract.Operation contract,
      ApiOperation operation,
      AdminAuthenticator admins,
      ApiLimits limits,
      NamedRequests named,
      RequestOrigins origins) {
    this.contract = contract;
    this.operation = operation;
    this.admins = admins;
    this.limits = limits;
    this.named = named;
    this.origins = origins;
    this.body = contract.body().map(BodyReader::new);
  }

  /** Finds out who asks, while the body waits. */
  void admit(RoutingContext context) {
    RequestOrigin origin = origins.of(context);
    context.request().pause();
    Future.succeededFuture(origin.address())
        .map(
            address -> {
              limits.admit(address);
              return context.request().getHeader(HttpHeaders.AUTHORIZATION);
            })
        .compose(
            token -> contract.open() ? Future.succeededFuture() : actor(context, token, origin))
        .onSuccess(
            known -> {
              context.request().resume();
              context.next();
            })
        .onFailure(
            refused -> {
              // Read and dropped, or the connection would wait for somebody to read it.
              context.request().resume();
              context.fail(refused);
            });
  }

  private Future<Void> actor(RoutingContext context, String authorization, RequestOrigin origin) {
    return admins
        .authenticate(authorization)
        .map(
            caller -> {
              limits.admit(caller.grantId());
              context.put(ACTOR, actor(caller, origin));
              return null;
            });
  }

  private static Actor actor(AdminCaller caller, RequestOrigin origin) {
    return Actor.serviceAccount(
        caller.accountId(), caller.clientId(), origin.address(), origin.correlationId());
  }

  void answer(RoutingContext context) {
    Future.succeededFuture(context)
        .map(this::request)
        .compose(
            request ->
                contract.nameable() ? named.once(request, operation) : operation.answer(request))
        .onSuccess(
            reply -> {
              if (reply != ApiReply.SENT) {
                send(context, reply.status(), reply.body());
              }
            })
        .onFailure(context::fail);
  }

  private ApiRequest request(RoutingContext context) {
    for (String name : context.queryParams().names()) {
      if (!contract.query().contains(name)) {
        throw ApiProblem.invalid(name, "There is no query parameter of that name here.");
      }
    }
    JsonObject json = body.map(reader -> reader.read(context)).orElseGet(JsonObject::new);
    return new ApiRequest(context, context.get(ACTOR), json);
  }

  /** Answers whatever went wrong. */
  void fail(RoutingContext context) {
    if (context.response().headWritten()) {
      // What has begun cannot become a problem: it is cut off, so that nobody takes it as whole.
      context.request().connection().close();
      return;
    }
    String id = origins.of(context).correlationId();
    ApiProblem problem = problem(context, id);
    send(context, problem.kind().status(), problem.toJson(id));
  }

  private ApiProblem problem(RoutingContext context, String id) {
    Throwable failure = context.failure();
    if (failure instanceof ApiProblem known) {
      return known;
    }
    if (failure instanceof Refused refused) {
      return ApiProblem.of(refused);
    }
    if (failure instanceof InvalidToken invalid) {
      challenge(context, "invalid_token", invalid.getMessage());
      return new ApiProblem(Kind.UNAUTHORIZED, sentence(invalid));
    }
    if (failure instanceof InsufficientScope insufficient) {
      challenge(context, "insufficient_scope", insufficient.getMessage());
      return new ApiProblem(Kind.FORBIDDEN, sentence(insufficient));
    }
    if (failure instanceof TooOften often) {
      context.response().putHeader("Retry-After", String.valueOf(often.seconds()));
      return often.problem();
    }
    if (failure instanceof RejectedExecutionException) {
      context.response().putHeader("Retry-After", "1");
      return new ApiProblem(Kind.BUSY, "Try again in a second.");
    }
    if (context.statusCode() == 413) {
      return new ApiProblem(Kind.TOO_LARGE, "The body may have 65,536 bytes.");
    }
    if (context.statusCode() == 400) {
      return new ApiProblem(Kind.INVALID, "The request cannot be read.");
    }
    LOG.error("request failed path={} correlation={}", context.normalizedPath(), id, failure);
    return new ApiProblem(Kind.INTERNAL, "This is our fault. The correlation id helps to find it.");
  }

  /** RFC 6750 section 3. */
  private void challenge(RoutingContext context, String error, String description) {
    String challenge =
        context.request().getHeader(HttpHeaders.AUTHORIZATION) == null
            ? "Bearer scope=\"admin\""
            : "Bearer error=\""
                + error
                + "\", error_description=\""
                + description
                + "\", scope=\"admin\"";
    context.response().putHeader("WWW-Authenticate", challenge);
  }

  private static String sentence(Throwable failure) {
    String message = failure.getMessage();
    return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
  }

  static void send(RoutingContext context, int status, JsonObject json) {
    context.response().setStatusCode(status).putHeader("X-Content-Type-Options", "nosniff");
    if (!context.response().headers().contains(HttpHeaders.CACHE_CONTROL)) {
      context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    if (json == null) {
      context.response().end();
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, status < 400 ? JSON : PROBLEM)
        .end(json.toBuffer());
  }
}
