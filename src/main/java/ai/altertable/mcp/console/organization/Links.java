package ai.altertable.mcp.console.organization;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;

/** Links from one page of a list to the next. */
final class Links {
  private Links() {}

  /**
   * @param query of the page now
   * @param kept names in it that the next page has too
   */
  static String page(String path, Fields query, List<String> kept, String cursor) {
    StringBuilder link = new StringBuilder(path).append("?cursor=").append(encode(cursor));
    kept.forEach(
        name ->
            query
                .get(name)
                .ifPresent(
                    value -> link.append('&').append(name).append('=').append(encode(value))));
    return link.toString();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}
