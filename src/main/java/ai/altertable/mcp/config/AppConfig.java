package ai.altertable.mcp.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The authorization server and its pages, keys {@code app.*}.
 *
 * @param listen where it binds
 * @param url public origin = OAuth issuer identifier, no path, no trailing slash
 * @param sessionLifetime how long a browser stays signed in
 * @param oidc the upstream OpenID provider to sign in through, if there is one
 * @param exports whole results by link
 * @param notifications how they leave the app
 */
public record AppConfig(
    ListenAddress listen,
    URI url,
    Duration sessionLifetime,
    Optional<OidcConfig> oidc,
    ExportsConfig exports,
    NotificationsConfig notifications) {
  /** The issuer identifier (RFC 8414 section 2), byte-identical wherever it is published. */
  public String issuer() {
    return url.toString();
  }

  /** The resource indicator (RFC 8707) of the administration API: {@code <app.url>/api/v1}. */
  public String apiResource() {
    return url + "/api/v1";
  }

  /**
   * Whether browsers reach the app over https, so that cookies can be {@code Secure} and {@code
   * __Host-}.
   */
  public boolean https() {
    return "https".equals(url.getScheme());
  }
}
