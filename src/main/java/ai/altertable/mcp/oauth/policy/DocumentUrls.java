package ai.altertable.mcp.oauth.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which addresses of clients' documents (client ID metadata documents, key sets) this server
 * fetches. What a name resolves to is judged when it is fetched.
 */
public final class DocumentUrls {
  private static final int LONGEST = 2048;
  private static final int HTTPS_PORT = 443;

  /** RFC 3986 characters, without the fragment's {@code #}. */
  private static final Pattern CHARACTERS =
      Pattern.compile("[A-Za-z0-9\\-._~:/?\\[\\]@!$&'()*+,;=%]+");

  private static final Pattern DOT_SEGMENT = Pattern.compile("/(?:\\.|%2[eE]){1,2}(?:[/?]|$)");

  /** A name with a dot and a top level that is no number: no address in whatever notation. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+"
              + "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.0\\.0\\.1|\\[::1]");

  private final boolean privateAddresses;

  /**
   * @param privateAddresses development only: other ports, and plain http on loopback, are fetched
   *     too
   */
  public DocumentUrls(boolean privateAddresses) {
    this.privateAddresses = privateAddresses;
  }

  /** Whether a {@code client_id} can only be the address of a document. */
  public boolean looksLikeOne(String clientId) {
    return clientId.startsWith("https://") || (privateAddresses && clientId.startsWith("http://"));
  }

  /**
   * Judges an address.
   *
   * @return the parsed address; empty when it is not fetched
   */
  public Optional<URI> parse(String text) {
    if (text.length() > LONGEST
        || !CHARACTERS.matcher(text).matches()
        || DOT_SEGMENT.matcher(text).find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(text)).filter(this::acceptable);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private boolean acceptable(URI uri) {
    String host = uri.getHost();
    boolean complete =
        host != null
            && uri.getRawUserInfo() == null
            && uri.getRawPath() != null
            && uri.getRawPath().length() > 1;
    if (!complete) {
      return false;
    }
    boolean loopback = LOOPBACK.matcher(host).matches();
    if (privateAddresses && loopback) {
      return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    }
    boolean port = privateAddresses || uri.getPort() == -1 || uri.getPort() == HTTPS_PORT;
    return "https".equals(uri.getScheme()) && port && NAME.matcher(host).matches();
  }
}
