package ai.altertable.mcp.oauth.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.altertable.mcp.platform.Secrets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Proof Key for Code Exchange (RFC 7636), method S256 only: {@code plain} proves nothing. */
public final class Pkce {
  /** The one {@code code_challenge_method} (RFC 7636 section 4.3). */
  public static final String METHOD = "S256";

  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  private Pkce() {}

  /** Whether a text can be an S256 challenge at all (RFC 7636 section 4.2). */
  public static boolean wellFormed(String challenge) {
    return CHALLENGE.matcher(challenge).matches();
  }

  /** Whether the verifier hashes to the challenge (RFC 7636 section 4.6); in constant time. */
  public static boolean proves(String verifier, String challenge) {
    if (!VERIFIER.matcher(verifier).matches()) {
      return false;
    }
    String hashed = Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash(verifier));
    return Secrets.same(hashed.getBytes(US_ASCII), challenge.getBytes(US_ASCII));
  }
}
