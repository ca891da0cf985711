package ai.altertable.mcp.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords (RFC 6238) as every authenticator app makes them: SHA-1, six
 * digits, steps of 30 seconds.
 */
final class Totp {
  static final int STEP_SECONDS = 30;

  /** RFC 4226 section 4, R6: 160 bits. */
  private static final int SECRET_BYTES = 20;

  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;

  /** RFC 6238 section 5.2: one step for delay and clocks that differ. */
  private static final int STEPS_ASIDE = 1;

  private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Totp() {}

  static byte[] newSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return secret;
  }

  /** The number of a moment's time step. */
  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
  }

  /** The code of a time step. */
  static String code(byte[] secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] digest = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = digest[digest.length - 1] & 0xf;
      int number = ByteBuffer.wrap(digest, offset, Integer.BYTES).getInt() & 0x7fffffff;
      return String.format("%0" + DIGITS + "d", number % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The step whose code this is, around a moment; in time that does not depend on the code.
   *
   * @return empty when it is none of theirs
   */
  static OptionalLong match(byte[] secret, String code, Instant at) {
    OptionalLong match = OptionalLong.empty();
    long now = step(at);
    for (long step = now - STEPS_ASIDE; step <= now + STEPS_ASIDE; step++) {
      if (MessageDigest.isEqual(code(secret, step).getBytes(UTF_8), code.getBytes(UTF_8))) {
        match = OptionalLong.of(step);
      }
    }
    return match;
  }

  /** RFC 4648 section 6, without padding, as authenticator apps take it. */
  static String base32(byte[] secret) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte next : secret) {
      buffer = (buffer << 8) | (next & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE_32.charAt((buffer >> bits) & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(BASE_32.charAt((buffer << (5 - bits)) & 31));
    }
    return text.toString();
  }

  /** What the QR code says (the Key URI format of authenticator apps). */
  static String uri(String issuer, String account, byte[] secret) {
    return "otpauth://totp/"
        + encode(issuer)
        + ":"
        + encode(account)
        + "?secret="
        + base32(secret)
        + "&issuer="
        + encode(issuer);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
