package ai.altertable.mcp.transport;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Gets rid of clients that were answered while they still send. Their bytes are thrown away for a
 * moment, because a connection that is closed over unread bytes is reset and takes the answer with
 * it; then the connection is closed. Used from one event loop.
 */
final class Hangup {
  private static final long DRAIN_MILLIS = 3_000;

  private final Deadlines<HttpServerRequest> draining =
      new Deadlines<>(DRAIN_MILLIS, Hangup::close);

  /** To be called before the answer is written. */
  void after(HttpServerRequest request, long now) {
    if (request.isEnded() || !hasBody(request)) {
      return;
    }
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    draining.add(request, now);
    request.handler(dropped -> {});
    request.exceptionHandler(gone -> draining.remove(request));
    request.endHandler(
        end -> {
          draining.remove(request);
          close(request);
        });
    request.resume();
  }

  void tick(long now) {
    draining.tick(now);
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null
        ? !length.equals("0")
        : request.version() == HttpVersion.HTTP_2
            || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private static void close(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      if (!request.isEnded()) {
        request.response().reset();
      }
      return;
    }
    request.connection().close();
  }
}
