package ai.altertable.mcp.ingest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers, readable by pages of every origin. */
final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
  private static final long LATER_SECONDS = 1;

  private Replies() {}

  static void json(RoutingContext context, int status, JsonObject body) {
    json(context.response(), status, body);
  }

  private static void json(HttpServerResponse response, int status, JsonObject body) {
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .putHeader("X-Content-Type-Options", "nosniff")
          .end(body.toBuffer());
    }
  }

  static void failure(RoutingContext context, Throwable failure) {
    failure(context.response(), failure);
  }

  static void failure(HttpServerResponse response, Throwable failure) {
    Problem problem = problem(failure);
    if (problem.retryAfterSeconds() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
    }
    json(
        response,
        problem.status(),
        new JsonObject()
            .put("ok", false)
            .put("error_code", problem.code())
            .put("error", problem.getMessage()));
  }

  private static Problem problem(Throwable failure) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    if (failure instanceof Overloaded) {
      return Problem.later(
          503, "unavailable", "Events cannot be written now. Send them again.", LATER_SECONDS);
    }
    LOG.error("events are not taken", failure);
    return Problem.later(
        500, "internal", "Something went wrong here. Send the events again.", LATER_SECONDS);
  }
}
