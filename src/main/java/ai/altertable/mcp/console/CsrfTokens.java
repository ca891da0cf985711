package ai.altertable.mcp.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.platform.Secrets;
import java.util.Base64;

/**
 * Form tokens against cross-site request forgery: a signature over the cookie that came with the
 * page and over what the form does. Nothing is stored.
 */
public final class CsrfTokens {
  private static final String PURPOSE = "csrf";
  private static final int SIGNATURE_BYTES = 32;

  private final Secrets secrets;

  public CsrfTokens(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * @param cookie session or browser secret
   * @param form what the form does, with the request it decides
   */
  public String token(String cookie, String form) {
    byte[] signature = secrets.sign(PURPOSE, message(cookie, form));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static byte[] message(String cookie, String form) {
    return (cookie + '\n' + form).getBytes(UTF_8);
  }

  /** Whether a posted token is the one for that cookie and form; in constant time. */
  public boolean valid(String posted, String cookie, String form) {
    try {
      byte[] signature = Base64.getUrlDecoder().decode(posted);
      return signature.length == SIGNATURE_BYTES
          && secrets.signed(PURPOSE, message(cookie, form), signature);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
