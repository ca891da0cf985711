package ai.altertable.mcp.oauth.proof;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Compares addresses of requests as RFC 9449 section 4.3 says: normalized, without the query. */
final class TargetUris {
  private TargetUris() {}

  /**
   * @param claimed any garbage
   * @param actual an address of ours
   */
  static boolean same(String claimed, String actual) {
    Optional<String> one = normalized(claimed);
    return one.isPresent() && one.equals(normalized(actual));
  }

  /** Scheme and host in lower case, no default port, no empty path (RFC 3986 section 6.2). */
  private static Optional<String> normalized(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
        return Optional.empty();
      }
      String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      int implied = scheme.equals("https") ? 443 : 80;
      int port = uri.getPort() == -1 ? implied : uri.getPort();
      String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      return Optional.of(
          scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port + path);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
