package ai.altertable.mcp.transport;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.regex.Pattern;

/** CORS headers (Fetch standard) for browser clients of the endpoint. */
final class Cors {
  static final String METHODS = "POST, GET, DELETE, OPTIONS";

  private static final CharSequence EXPOSED =
      HttpHeaders.createOptimized(
          "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After");
  private static final String ALLOWED =
      "Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Session-Id, Mcp-Method,"
          + " Mcp-Name, Last-Event-ID, DPoP";
  private static final Pattern PARAMETER_HEADER = Pattern.compile("mcp-param-[a-z0-9_-]{1,64}");
  private static final int MAX_PARAMETER_HEADERS = 20;
  private static final String MAX_AGE = "7200";

  private Cors() {}

  /** Put on every response to a page of an allowed origin, errors included. */
  static void expose(HttpServerResponse response, String origin) {
    response
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
        .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
  }

  /** Answers a preflight of an allowed origin, or an OPTIONS request without one. */
  static void preflight(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(204)
        .putHeader(HttpHeaders.ALLOW, METHODS)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, allowedHeaders(request))
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE)
        .end();
  }

  /** Public documents: any page may read them. */
  static void open(HttpServerResponse response) {
    response
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS")
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "MCP-Protocol-Version");
  }

  /** The known headers, and those {@code Mcp-Param-*} ones that the page asks for. */
  private static String allowedHeaders(HttpServerRequest request) {
    String asked = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    if (asked == null) {
      return ALLOWED;
    }
    StringBuilder allowed = new StringBuilder(ALLOWED);
    int added = 0;
    for (String name : asked.split(",", -1)) {
      String folded = name.trim().toLowerCase(Locale.ROOT);
      if (added < MAX_PARAMETER_HEADERS && PARAMETER_HEADER.matcher(folded).matches()) {
        allowed.append(", ").append(folded);
        added++;
      }
    }
    return allowed.toString();
  }
}
