package ai.altertable.mcp.tools.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes and reads the segments behind a prefix of a resource's address (RFC 3986 section 2.1). */
final class ResourceAddress {
  private static final int MAX_LENGTH = 2_000;

  private ResourceAddress() {}

  static String of(String prefix, String... segments) {
    return prefix
        + Arrays.stream(segments).map(ResourceAddress::encode).collect(Collectors.joining("/"));
  }

  /**
   * The segments of an address.
   *
   * @return as many as were asked for, none of them empty; an empty list when the address has
   *     others, or is no address
   */
  static List<String> segments(String prefix, String uri, int count) {
    if (uri.length() > MAX_LENGTH || !uri.startsWith(prefix)) {
      return List.of();
    }
    List<String> segments = new ArrayList<>();
    for (String segment : uri.substring(prefix.length()).split("/", -1)) {
      String decoded = decode(segment);
      if (decoded.isEmpty() || segments.size() == count) {
        return List.of();
      }
      segments.add(decoded);
    }
    return segments.size() == count ? List.copyOf(segments) : List.of();
  }

  private static String encode(String segment) {
    // A form differs from an address in its spaces only.
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }

  /** Empty when it is not encoded right. */
  private static String decode(String segment) {
    try {
      String decoded = URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
      return decoded.indexOf('\0') < 0 ? decoded : "";
    } catch (IllegalArgumentException notEncoded) {
      return "";
    }
  }
}
