package ai.altertable.mcp.platform;

import java.util.Set;

/**
 * What a path is called in metrics: one of a fixed set, whatever a client asks for. Thread-safe.
 */
final class HttpEndpoints {
  static final String OTHER = "other";

  /** Told apart though they stand in one area. */
  private static final Set<String> PATHS =
      Set.of(
          "/",
          "/oauth/authorize",
          "/oauth/token",
          "/oauth/register",
          "/oauth/revoke",
          "/oauth/introspect",
          "/oauth/par",
          "/health/live",
          "/health/ready");

  /** First parts of paths. */
  private static final Set<String> AREAS =
      Set.of(
          "/v1",
          "/mcp",
          "/.well-known",
          "/login",
          "/consent",
          "/apps",
          "/account",
          "/console",
          "/invitation",
          "/password",
          "/logout",
          "/api",
          "/docs",
          "/exports",
          "/static",
          "/track",
          "/identify",
          "/alias",
          "/metrics",
          "/log");

  private HttpEndpoints() {}

  /**
   * @param uri a request's target, as the client sent it
   */
  static String of(String uri) {
    int end = uri.indexOf('?');
    String path = end < 0 ? uri : uri.substring(0, end);
    if (PATHS.contains(path)) {
      return path;
    }
    int second = path.indexOf('/', 1);
    String area = second < 0 ? path : path.substring(0, second);
    return AREAS.contains(area) ? area : OTHER;
  }
}
