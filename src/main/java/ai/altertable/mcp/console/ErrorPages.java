package ai.altertable.mcp.console;

import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.oauth.http.TooManyRequests;
import ai.altertable.mcp.oauth.policy.AuthorizationRefused;
import ai.altertable.mcp.oauth.policy.OAuthException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever failed into a page: known problems in words, unknown ones by an id alone. */
final class ErrorPages {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);
  private static final List<Integer> STATUSES = List.of(400, 403, 404, 405, 413, 414, 431, 500);

  private final Pages pages;
  private final RequestOrigins origins;

  ErrorPages(Pages pages, RequestOrigins origins) {
    this.pages = pages;
    this.origins = origins;
  }

  void mount(Router router) {
    AllowedMethods allowed = new AllowedMethods(router);
    STATUSES.forEach(status -> router.errorHandler(status, context -> handle(context, allowed)));
  }

  private void handle(RoutingContext context, AllowedMethods allowed) {
    if (context.response().ended() || context.response().headWritten()) {
      return;
    }
    if (context.failure() instanceof TooManyRequests limited) {
      context.response().putHeader("Retry-After", String.valueOf(limited.retryAfterSeconds()));
    }
    PageProblem problem = problem(context.failure(), context.statusCode());
    if (problem.status() == 405) {
      context.response().putHeader("Allow", allowed.at(context.normalizedPath()));
    }
    String id = origins.of(context).correlationId();
    if (problem.status() == 500) {
      LOG.error(
          "request failed path={} correlation={}", context.normalizedPath(), id, context.failure());
    }
    pages.send(
        context,
        problem.status(),
        Pages.ERROR,
        Map.of("title", problem.title(), "explanation", problem.getMessage(), "id", id));
  }

  private static PageProblem refused(Refused refused) {
    return switch (refused.why()) {
      case NOT_FOUND -> new PageProblem(404, "There is no such page", refused.getMessage());
      case FORBIDDEN -> new PageProblem(403, "You may not do that", refused.getMessage());
      case INVALID -> new PageProblem(400, "The request is not valid", refused.getMessage());
      case CONFLICT -> new PageProblem(409, "That cannot be done now", refused.getMessage());
    };
  }

  private static PageProblem problem(Throwable failure, int status) {
    if (failure instanceof PageProblem known) {
      return known;
    }
    if (failure instanceof Refused refused) {
      return refused(refused);
    }
    if (failure instanceof AuthorizationRefused refused) {
      String explanation =
          refused.error().fold(local -> local.explanation(), sent -> sent.description());
      return new PageProblem(400, "This connection request cannot be trusted", explanation);
    }
    if (failure instanceof OAuthException refused) {
      return new PageProblem(400, "The request is not valid", refused.description() + ".");
    }
    if (failure instanceof TooManyRequests) {
      return new PageProblem(429, "Too many requests", "Wait a few seconds and try again.");
    }
    if (failure instanceof RejectedExecutionException) {
      return new PageProblem(503, "Too busy just now", "Wait a few seconds and try again.");
    }
    return switch (status) {
      case 404 -> new PageProblem(404, "There is no such page", "The address may be mistyped.");
      case 405 ->
          new PageProblem(405, "That does not work here", "This page takes no such request.");
      case 413, 414, 431 -> new PageProblem(status, "Too large", "The request is too large.");
      case 400, 403 ->
          new PageProblem(status, "The request is not valid", "Go back, reload and try again.");
      default ->
          new PageProblem(
              500,
              "Something went wrong",
              "This is our fault. If it happens again, tell the operator the number below.");
    };
  }
}
