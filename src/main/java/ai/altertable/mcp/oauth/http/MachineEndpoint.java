package ai.altertable.mcp.oauth.http;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_CLIENT;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_REQUEST;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.SERVER_ERROR;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.TEMPORARILY_UNAVAILABLE;

import ai.altertable.mcp.oauth.policy.AuthorizationError;
import ai.altertable.mcp.oauth.policy.AuthorizationRefused;
import ai.altertable.mcp.oauth.policy.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the endpoints for machines have in common: a body of the one right type comes in, JSON that
 * nobody stores goes out, and every failure is an error object of RFC 6749 section 5.2.
 */
final class MachineEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(MachineEndpoint.class);

  static final String FORM = "application/x-www-form-urlencoded";
  static final String JSON = "application/json";

  private final RequestOrigins origins;
  private final RequestLimits limits;
  private final String contentType;
  private final Work work;

  /**
   * @param contentType of request bodies
   */
  MachineEndpoint(RequestOrigins origins, RequestLimits limits, String contentType, Work work) {
    this.origins = origins;
    this.limits = limits;
    this.contentType = contentType;
    this.work = work;
  }

  /** An endpoint's own part. */
  interface Work {
    /** May throw or fail with {@link OAuthException} or {@link TooManyRequests}. */
    Future<JsonReply> answer(RoutingContext context);
  }

  /**
   * A success.
   *
   * @param body or null for none
   */
  record JsonReply(int status, JsonObject body) {}

  void handle(RoutingContext context) {
    Future.succeededFuture(context)
        .compose(
            request -> {
              limits.admit(origins.of(request));
              requireContentType(request);
              return work.answer(request);
            })
        .onSuccess(reply -> send(context, reply))
        .onFailure(failure -> fail(context, failure));
  }

  private void requireContentType(RoutingContext context) {
    String given = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    String type = given == null ? "" : given.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    if (!type.equals(contentType)) {
      throw new OAuthException(INVALID_REQUEST, "the content type must be " + contentType);
    }
  }

  private void fail(RoutingContext context, Throwable failure) {
    if (failure instanceof OAuthException refused) {
      // RFC 9110 section 15.5.2: no 401 without one, whichever way the client tried.
      if (refused.code() == INVALID_CLIENT) {
        context.response().putHeader("WWW-Authenticate", "Basic realm=\"oauth\"");
      }
      send(context, error(refused.code().status(), refused.code().wire(), refused.description()));
    } else if (failure instanceof AuthorizationRefused refused) {
      send(context, refusal(refused.error()));
    } else if (failure instanceof TooManyRequests limited) {
      context.response().putHeader("Retry-After", String.valueOf(limited.retryAfterSeconds()));
      send(context, error(429, TEMPORARILY_UNAVAILABLE.wire(), limited.getMessage()));
    } else if (failure instanceof RejectedExecutionException) {
      context.response().putHeader("Retry-After", "1");
      send(context, error(503, TEMPORARILY_UNAVAILABLE.wire(), "the server is busy, try again"));
    } else {
      String id = origins.of(context).correlationId();
      LOG.error("request failed path={} correlation={}", context.normalizedPath(), id, failure);
      send(context, error(500, SERVER_ERROR.wire(), "the request failed; correlation id " + id));
    }
  }

  /** A refused authorization request has no browser to be told in here. */
  private static JsonReply refusal(AuthorizationError error) {
    return error.fold(
        local -> error(INVALID_REQUEST.status(), INVALID_REQUEST.wire(), local.explanation()),
        redirected ->
            error(redirected.code().status(), redirected.code().wire(), redirected.description()));
  }

  static JsonReply error(int status, String code, String description) {
    return new JsonReply(
        status, new JsonObject().put("error", code).put("error_description", description));
  }

  static void send(RoutingContext context, JsonReply reply) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    context
        .response()
        .setStatusCode(reply.status())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff");
    if (reply.body() == null) {
      context.response().end();
    } else {
      context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(reply.body().toBuffer());
    }
  }
}
