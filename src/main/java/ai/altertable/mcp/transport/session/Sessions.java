package ai.altertable.mcp.transport.session;

import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.protocol.ClientCapabilities;
import ai.altertable.mcp.protocol.ProtocolVersion;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Issues and reads session ids: {@code base64url(payload | HMAC-SHA-256(payload))}. The payload is
 * format (1 byte), revision as a number like 20251125 (4), capabilities (1), second of issue (8),
 * and 16 random bytes. Used from one event loop; not thread-safe.
 */
public final class Sessions {
  private static final String PURPOSE = "mcp.session";
  private static final String KEY_PURPOSE = "mcp.session.key";
  private static final byte FORMAT = 1;
  private static final int RANDOM_BYTES = 16;
  private static final int PAYLOAD_BYTES = 2 + Integer.BYTES + Long.BYTES + RANDOM_BYTES;
  private static final int SIGNATURE_BYTES = 32;
  private static final int ID_LENGTH = ((PAYLOAD_BYTES + SIGNATURE_BYTES) * 8 + 5) / 6;
  private static final int KEY_BYTES = 16;
  private static final int CACHE_SIZE = 10_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Secrets secrets;
  private final Duration lifetime;
  private final Clock clock;
  private final EndedSessions ended;
  private final Map<String, Session> verified =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > CACHE_SIZE;
        }
      };

  /**
   * @param lifetime of an id from its issue
   */
  public Sessions(Secrets secrets, Duration lifetime, Clock clock, EndedSessions ended) {
    this.secrets = secrets;
    this.lifetime = lifetime;
    this.clock = clock;
    this.ended = ended;
  }

  /** A new session id: visible ASCII, unguessable. */
  public String issue(ProtocolVersion version, ClientCapabilities capabilities) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    byte[] payload =
        ByteBuffer.allocate(PAYLOAD_BYTES)
            .put(FORMAT)
            .putInt(number(version))
            .put((byte) capabilities.bits())
            .putLong(clock.instant().getEpochSecond())
            .put(random)
            .array();
    byte[] signature = secrets.sign(PURPOSE, payload);
    byte[] id = Arrays.copyOf(payload, PAYLOAD_BYTES + SIGNATURE_BYTES);
    System.arraycopy(signature, 0, id, PAYLOAD_BYTES, SIGNATURE_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  /**
   * The live session of that id.
   *
   * @param id as presented, any garbage
   * @return empty when it is forged, expired or ended
   */
  public Optional<Session> find(String id) {
    Session session = verified.get(id);
    if (session == null) {
      session = verify(id);
      if (session == null) {
        return Optional.empty();
      }
      verified.put(id, session);
    }
    if (!session.expiresAt().isAfter(clock.instant())) {
      verified.remove(id);
      return Optional.empty();
    }
    return ended.ended(session.key()) ? Optional.empty() : Optional.of(session);
  }

  private Session verify(String id) {
    if (id.length() != ID_LENGTH) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(id);
    } catch (IllegalArgumentException e) {
      return null;
    }
    // The last character carries spare bits: only the canonical text is an id.
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(id)) {
      return null;
    }
    byte[] payload = Arrays.copyOf(bytes, PAYLOAD_BYTES);
    byte[] signature = Arrays.copyOfRange(bytes, PAYLOAD_BYTES, bytes.length);
    return Secrets.same(secrets.sign(PURPOSE, payload), signature) ? read(payload) : null;
  }

  private Session read(byte[] payload) {
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
    String key = HexFormat.of().formatHex(secrets.sign(KEY_PURPOSE, payload), 0, KEY_BYTES);
    return new Session(key, version, capabilities, issuedAt.plus(lifetime));
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
