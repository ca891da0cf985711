package ai.altertable.mcp.console.organization;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Links that keep a list's filter. */
final class Links {
  private Links() {}

  /**
   * To the next page of a list.
   *
   * @param query of the page now
   * @param kept names in it that the next page has too
   * @param cursor empty = there is no next page
   * @return empty text when there is none
   */
  static String next(String path, Fields query, List<String> kept, Optional<String> cursor) {
    return cursor.map(place -> join(same(path, query, kept), "cursor", place)).orElse("");
  }

  /** To another address with the same filter. */
  static String same(String path, Fields query, List<String> kept) {
    String filter =
        kept.stream()
            .filter(name -> query.get(name).isPresent())
            .map(name -> name + "=" + encode(query.text(name)))
            .collect(Collectors.joining("&"));
    return filter.isEmpty() ? path : path + "?" + filter;
  }

  /** To a list with one filter. */
  static String with(String path, String name, String value) {
    return join(path, name, value);
  }

  private static String join(String link, String name, String value) {
    return link + (link.indexOf('?') < 0 ? '?' : '&') + name + "=" + encode(value);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}
