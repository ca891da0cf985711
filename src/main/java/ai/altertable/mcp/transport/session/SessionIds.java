package ai.altertable.mcp.transport.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.protocol.ClientCapabilities;
import ai.altertable.mcp.protocol.ProtocolVersion;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The text of session ids: {@code base64url(payload | HMAC-SHA-256(payload))}. The payload is
 * format (1 byte), revision as a number like 20251125 (4), capabilities (1), second of issue (8),
 * whose the session is (16, zero when nobody was named), and 16 random bytes. Thread-safe.
 */
final class SessionIds {
  private static final String PURPOSE = "mcp.session";
  private static final String NAMES_PURPOSE = "mcp.session.key";
  private static final String OWNER_PURPOSE = "mcp.session.owner";
  private static final byte FORMAT = 2;
  private static final int OWNER_BYTES = 16;
  private static final int RANDOM_BYTES = 16;
  private static final int PAYLOAD_BYTES =
      2 + Integer.BYTES + Long.BYTES + OWNER_BYTES + RANDOM_BYTES;
  private static final int SIGNATURE_BYTES = 32;
  private static final int ID_LENGTH = ((PAYLOAD_BYTES + SIGNATURE_BYTES) * 8 + 5) / 6;
  private static final int NAME_BYTES = 16;
  private static final byte[] NOBODY = new byte[OWNER_BYTES];
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Secrets secrets;
  private final Duration lifetime;

  /**
   * @param lifetime of an id from its issue
   */
  SessionIds(Secrets secrets, Duration lifetime) {
    this.secrets = secrets;
    this.lifetime = lifetime;
  }

  /**
   * What an id says.
   *
   * @param owner {@link #owner} of whose it is; null when the handshake had no token
   */
  record Statement(Session session, byte[] owner) {}

  /**
   * A new id: visible ASCII, unguessable.
   *
   * @param subject whose the session is, or null
   */
  String issue(
      ProtocolVersion version, ClientCapabilities capabilities, String subject, Instant now) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    byte[] payload =
        ByteBuffer.allocate(PAYLOAD_BYTES)
            .put(FORMAT)
            .putInt(number(version))
            .put((byte) capabilities.bits())
            .putLong(now.getEpochSecond())
            .put(subject == null ? NOBODY : owner(subject))
            .put(random)
            .array();
    byte[] signature = secrets.sign(PURPOSE, payload);
    byte[] id = Arrays.copyOf(payload, PAYLOAD_BYTES + SIGNATURE_BYTES);
    System.arraycopy(signature, 0, id, PAYLOAD_BYTES, SIGNATURE_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  /** How an id names a subject: it gives nothing away to who reads it. */
  byte[] owner(String subject) {
    return Arrays.copyOf(secrets.sign(OWNER_PURPOSE, subject.getBytes(UTF_8)), OWNER_BYTES);
  }

  /** Whether an id's {@link #owner} is that subject. */
  boolean owned(byte[] owner, String subject) {
    return secrets.signed(OWNER_PURPOSE, subject.getBytes(UTF_8), owner);
  }

  /**
   * What an id says, expired or not.
   *
   * @param id as presented, any garbage
   * @return null when it is not one of ours
   */
  Statement read(String id) {
    if (id.length() != ID_LENGTH) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(id);
    } catch (IllegalArgumentException e) {
      return null;
    }
    // The last character may carry spare bits: only the canonical text is an id.
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(id)) {
      return null;
    }
    byte[] payload = Arrays.copyOf(bytes, PAYLOAD_BYTES);
    byte[] signature = Arrays.copyOfRange(bytes, PAYLOAD_BYTES, bytes.length);
    return secrets
        .signer(PURPOSE, payload, signature)
        .map(signer -> statement(payload, signer))
        .orElse(null);
  }

  /**
   * @param signer who signed it names it too: its names stay the same when keys change
   */
  private Statement statement(byte[] payload, Secrets signer) {
    ByteBuffer buffer = ByteBuffer.wrap(payload);
    if (buffer.get() != FORMAT) {
      return null;
    }
    ProtocolVersion version = version(buffer.getInt());
    if (version == null) {
      return null;
    }
    ClientCapabilities capabilities = ClientCapabilities.ofBits(buffer.get());
    Instant issuedAt = Instant.ofEpochSecond(buffer.getLong());
    byte[] owner = new byte[OWNER_BYTES];
    buffer.get(owner);
    byte[] names = signer.sign(NAMES_PURPOSE, payload);
    Session session =
        new Session(
            HexFormat.of().formatHex(names, 0, NAME_BYTES),
            HexFormat.of().formatHex(names, NAME_BYTES, 2 * NAME_BYTES),
            version,
            capabilities,
            issuedAt.plus(lifetime));
    return new Statement(session, Arrays.equals(owner, NOBODY) ? null : owner);
  }

  private static int number(ProtocolVersion version) {
    return Integer.parseInt(version.wire().replace("-", ""));
  }

  /** Null for a revision that is not served any more. */
  private static ProtocolVersion version(int number) {
    for (ProtocolVersion version : ProtocolVersion.values()) {
      if (number(version) == number) {
        return version;
      }
    }
    return null;
  }
}
