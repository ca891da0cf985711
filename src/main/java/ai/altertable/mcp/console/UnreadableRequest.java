package ai.altertable.mcp.console;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;

/**
 * Answers requests whose URL cannot be made out: browsers with a page, programs with a problem
 * document (RFC 9457) that is an error of OAuth (RFC 6749) as well, since nothing tells whom they
 * meant.
 */
final class UnreadableRequest implements Handler<HttpServerRequest> {
  private static final int STATUS = 400;
  private static final String TITLE = "The request is not valid";
  private static final String EXPLANATION = "The address is mistyped or was cut off.";

  private final Pages pages;

  UnreadableRequest(Pages pages) {
    this.pages = pages;
  }

  @Override
  public void handle(HttpServerRequest request) {
    String id = UUID.randomUUID().toString();
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept != null && accept.contains("text/html")) {
      pages.sendError(
          request.response(), STATUS, Map.of("title", TITLE, "explanation", EXPLANATION, "id", id));
      return;
    }
    JsonObject problem =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", TITLE)
            .put("status", STATUS)
            .put("detail", EXPLANATION)
            .put("code", "invalid")
            .put("correlation_id", id)
            .put("error", "invalid_request")
            .put("error_description", EXPLANATION);
    request
        .response()
        .setStatusCode(STATUS)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(problem.toBuffer());
  }
}
