package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Everything that hangs on {@code secrets.key}: sealing (AES-256-GCM, the purpose as associated
 * data), signing (HMAC-SHA-256), and random tokens with the hashes that the database keeps in their
 * place. Thread-safe.
 */
public final class Secrets {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int TOKEN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] master;

  /**
   * @param master 32 bytes
   */
  public Secrets(byte[] master) {
    if (master.length != 32) {
      throw new IllegalArgumentException("master key is not 32 bytes");
    }
    this.master = master.clone();
  }

  /** A new random token of 256 bits, base64url without padding. */
  public static String randomToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * What the database keeps of a random token: its SHA-256. Not for passwords, which are guessable.
   */
  public static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@link #hash} in lower-case hex, to name a token where it must not be. */
  public static String hexHash(String token) {
    return HexFormat.of().formatHex(hash(token));
  }

  /** Compares in time that depends on the lengths alone. */
  public static boolean same(byte[] a, byte[] b) {
    return MessageDigest.isEqual(a, b);
  }

  /**
   * Encrypts and authenticates.
   *
   * @param purpose what it is for; the same is needed to open it
   */
  public byte[] seal(String purpose, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, purpose, nonce, plain, 0, plain.length);
    byte[] out = new byte[NONCE_BYTES + sealed.length];
    System.arraycopy(nonce, 0, out, 0, NONCE_BYTES);
    System.arraycopy(sealed, 0, out, NONCE_BYTES, sealed.length);
    return out;
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @throws IllegalArgumentException when it was changed, or sealed for another purpose or under
   *     another key
   */
  public byte[] open(String purpose, byte[] sealed) {
    if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
      throw new IllegalArgumentException("too short to be sealed");
    }
    byte[] nonce = java.util.Arrays.copyOf(sealed, NONCE_BYTES);
    return crypt(
        Cipher.DECRYPT_MODE, purpose, nonce, sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
  }

  /** HMAC-SHA-256 under a key of that purpose. */
  public byte[] sign(String purpose, byte[] message) {
    return hmac(derive(purpose), message);
  }

  private byte[] derive(String purpose) {
    return hmac(master, ("altertable/" + purpose).getBytes(UTF_8));
  }

  private byte[] crypt(
      int mode, String purpose, byte[] nonce, byte[] input, int offset, int length) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      SecretKeySpec key = new SecretKeySpec(derive("seal"), "AES");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(purpose.getBytes(UTF_8));
      return cipher.doFinal(input, offset, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "cannot be opened: changed, or sealed for something else", e);
    }
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
