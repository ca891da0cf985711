package ai.altertable.mcp.platform;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Stands before a router and keeps out what it cannot route: a URL that does not decode, a target
 * that is no path, a request that names no host, a head that could be read in two ways. The router
 * finds out in the middle of matching, where no error handler of ours is asked, or hands a query on
 * that throws wherever somebody looks at it.
 */
public final class ReadableRequests implements Handler<HttpServerRequest> {
  private final Handler<HttpServerRequest> router;
  private final Handler<HttpServerRequest> refusal;

  /**
   * @param refusal answers with status 400
   */
  public ReadableRequests(Handler<HttpServerRequest> router, Handler<HttpServerRequest> refusal) {
    this.router = router;
    this.refusal = refusal;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (RequestHeads.ambiguous(request)) {
      RequestHeads.last(request);
      refusal.handle(request);
      return;
    }
    String path = request.path();
    boolean host = request.authority() != null || request.version() == HttpVersion.HTTP_1_0;
    boolean readable = host && path != null && path.startsWith("/") && decodes(request.uri());
    (readable ? router : refusal).handle(request);
  }

  /** Whether every percent sign begins an escape (RFC 3986 section 2.1). */
  static boolean decodes(String uri) {
    for (int at = uri.indexOf('%'); at >= 0; at = uri.indexOf('%', at + 3)) {
      if (at + 2 >= uri.length() || !hex(uri.charAt(at + 1)) || !hex(uri.charAt(at + 2))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hex(char digit) {
    return digit < 128 && Character.digit(digit, 16) >= 0;
  }
}
