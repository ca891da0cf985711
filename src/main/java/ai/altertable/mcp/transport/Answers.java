package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.Envelope;
import ai.altertable.mcp.protocol.RequestId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Writes whole responses. Whatever comes too late, because the client went away, is dropped. */
final class Answers {
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  private Answers() {}

  static void json(HttpServerResponse response, int status, Buffer body) {
    if (finished(response)) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .end(body);
  }

  static void empty(HttpServerResponse response, int status) {
    if (!finished(response)) {
      response.setStatusCode(status).end();
    }
  }

  /**
   * @param id of the rejected request, or null when it was not read
   */
  static void reject(HttpServerResponse response, RequestId id, Rejection rejection) {
    if (finished(response)) {
      return;
    }
    rejection.headers().forEach(response::putHeader);
    json(response, rejection.status(), Envelope.error(id, rejection.error()));
  }

  /**
   * Lets go of both heads once a stream stands: they hold a token that was checked, and thousands
   * of streams may stand for hours. HTTP/2 shares its own between streams.
   */
  static void forgetHeads(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      request.headers().clear();
      request.response().headers().clear();
    }
  }

  private static boolean finished(HttpServerResponse response) {
    return response.ended() || response.closed() || response.headWritten();
  }
}
