package ai.altertable.mcp.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.platform.Secrets;
import java.util.Base64;

/**
 * Form tokens against cross-site request forgery: a signature over the cookie that came with the
 * page and over what the form does. Nothing is stored.
 */
public final class CsrfTokens {
  private final Secrets secrets;

  public CsrfTokens(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * @param cookie session or browser secret
   * @param form what the form does, with the request it decides
   */
  public String token(String cookie, String form) {
    byte[] signature = secrets.sign("csrf", (cookie + '\n' + form).getBytes(UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  /** Whether a posted token is the one for that cookie and form; in constant time. */
  public boolean valid(String posted, String cookie, String form) {
    return Secrets.same(posted.getBytes(UTF_8), token(cookie, form).getBytes(US_ASCII));
  }
}
