package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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

  private final List<byte[]> masters;

  /**
   * @param master 32 bytes
   */
  public Secrets(byte[] master) {
    this(List.of(master));
  }

  /**
   * @param masters of 32 bytes each: the first seals and signs, and what any of them sealed or
   *     signed is good
   */
  public Secrets(List<byte[]> masters) {
    if (masters.isEmpty() || masters.stream().anyMatch(master -> master.length != 32)) {
      throw new IllegalArgumentException("master key is not 32 bytes");
    }
    this.masters = masters.stream().map(byte[]::clone).toList();
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
    byte[] sealed = crypt(masters.get(0), Cipher.ENCRYPT_MODE, purpose, nonce, plain, 0);
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
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    IllegalArgumentException refused = null;
    for (byte[] master : masters) {
      try {
        return crypt(master, Cipher.DECRYPT_MODE, purpose, nonce, sealed, NONCE_BYTES);
      } catch (IllegalArgumentException e) {
        refused = e;
      }
    }
    throw refused;
  }

  /** The same with the key alone that seals now: what others sealed does not open. */
  public Secrets newest() {
    return new Secrets(masters.get(0));
  }

  /** HMAC-SHA-256 under a key of that purpose. */
  public byte[] sign(String purpose, byte[] message) {
    return hmac(derive(masters.get(0), purpose), message);
  }

  /** Whether one of the keys made a signature, or the beginning of it. */
  public boolean signed(String purpose, byte[] message, byte[] signature) {
    return signer(purpose, message, signature).isPresent();
  }

  /**
   * The key that made a signature: what else it signs goes with that one.
   *
   * @param signature or the beginning of it
   */
  public Optional<Secrets> signer(String purpose, byte[] message, byte[] signature) {
    for (byte[] master : masters) {
      byte[] own = hmac(derive(master, purpose), message);
      if (signature.length <= own.length && same(Arrays.copyOf(own, signature.length), signature)) {
        return Optional.of(masters.size() == 1 ? this : new Secrets(master));
      }
    }
    return Optional.empty();
  }

  private static byte[] derive(byte[] master, String purpose) {
    return hmac(master, ("altertable/" + purpose).getBytes(UTF_8));
  }

  private static byte[] crypt(
      byte[] master, int mode, String purpose, byte[] nonce, byte[] input, int offset) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      SecretKeySpec key = new SecretKeySpec(derive(master, "seal"), "AES");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(purpose.getBytes(UTF_8));
      return cipher.doFinal(input, offset, input.length - offset);
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
