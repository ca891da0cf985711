package ai.altertable.mcp.oauth.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Redirects with 303, which never repeats a POST: a 307 would hand passwords on (RFC 9700 section
 * 4.12).
 */
public final class SeeOther {
  private SeeOther() {}

  /**
   * Answers the request.
   *
   * @param location a path of ours, or a proven redirect URI
   */
  public static void to(RoutingContext context, String location) {
    context
        .response()
        .setStatusCode(303)
        .putHeader(HttpHeaders.LOCATION, location)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Referrer-Policy", "no-referrer")
        .end();
  }
}
