package ai.altertable.mcp.transport;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * The headers that mirror the body (revision 2026-07-28, SEP-2243), so that gateways can route
 * without reading it. They must agree: a gateway may have judged by them.
 */
final class MirroredHeaders {
  private static final CharSequence METHOD = HttpHeaders.createOptimized("Mcp-Method");
  private static final CharSequence NAME = HttpHeaders.createOptimized("Mcp-Name");

  /** Methods with {@code Mcp-Name}, and the parameter that it mirrors. */
  private static final Map<String, String> NAMED =
      Map.of(
          "tools/call", "name",
          "prompts/get", "name",
          "resources/read", "uri",
          "tasks/get", "taskId",
          "tasks/update", "taskId",
          "tasks/cancel", "taskId");

  private MirroredHeaders() {}

  /**
   * @throws Rejection -32020 when a header is missing, doubled, or differs
   */
  static void check(String method, JsonObject params, MultiMap headers) {
    if (!method.equals(single(headers, METHOD))) {
      throw Rejection.headerMismatch("the header Mcp-Method is missing or differs from method");
    }
    String parameter = NAMED.get(method);
    if (parameter == null) {
      return;
    }
    String header = decoded(headers, NAME);
    Object value = params.getValue(parameter);
    // A request without the parameter is malformed in its own right; its method tells so.
    if (header == null && value == null) {
      return;
    }
    if (header == null || !header.equals(value)) {
      throw Rejection.headerMismatch(
          "the header Mcp-Name is missing or differs from params." + parameter);
    }
  }

  /** The value of a header that may come once; null when it does not come. */
  private static String single(MultiMap headers, CharSequence name) {
    List<String> values = headers.getAll(name);
    if (values.size() > 1) {
      throw Rejection.headerMismatch("the header " + name + " came more than once");
    }
    return values.isEmpty() ? null : values.get(0).trim();
  }

  /**
   * What a header that may come once stands for; null when it does not come.
   *
   * @throws Rejection -32020 when it is doubled, or marked as base64 and is not
   */
  static String decoded(MultiMap headers, CharSequence name) {
    String header = single(headers, name);
    try {
      return header == null ? null : HeaderValue.decode(header);
    } catch (IllegalArgumentException e) {
      throw Rejection.headerMismatch("the header " + name + " is marked as base64 but is not");
    }
  }
}
