package ai.altertable.mcp.console;

import ai.altertable.mcp.oauth.policy.RedirectUriPolicy;
import java.net.URI;

/** Says where a redirect URI leads, in words that a user can judge. */
final class RedirectTarget {
  private RedirectTarget() {}

  /**
   * @param redirectUri of a registered client, so well-formed
   */
  static String describe(String redirectUri) {
    URI uri = URI.create(redirectUri);
    if (RedirectUriPolicy.loopback(redirectUri)) {
      return "an application on this computer (" + uri.getRawAuthority() + ")";
    }
    return "https".equals(uri.getScheme())
        ? uri.getRawAuthority()
        : "the application that opens " + uri.getScheme() + ": links on this computer";
  }
}
