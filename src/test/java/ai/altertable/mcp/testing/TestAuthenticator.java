package ai.altertable.mcp.testing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app: RFC 6238, written down once more. */
public final class TestAuthenticator {
  private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final byte[] secret;

  /**
   * @param typed the key as the page shows it, in base 32
   */
  public TestAuthenticator(String typed) {
    this.secret = decode(typed.replace(" ", ""));
  }

  /** The code of now. */
  public String code() {
    return code(0);
  }

  /**
   * The code of another time.
   *
   * @param steps of 30 seconds from now
   */
  public String code(int steps) {
    try {
      long step = Math.floorDiv(Instant.now().getEpochSecond(), 30) + steps;
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] digest = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int number = ByteBuffer.wrap(digest, digest[19] & 15, 4).getInt() & 0x7fffffff;
      return String.format("%06d", number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] decode(String base32) {
    byte[] decoded = new byte[base32.length() * 5 / 8];
    int bits = 0;
    int buffer = 0;
    int at = 0;
    for (char letter : base32.toCharArray()) {
      buffer = (buffer << 5) | BASE_32.indexOf(letter);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        decoded[at++] = (byte) (buffer >> bits);
      }
    }
    return decoded;
  }
}
