package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.protocol.RequestId;
import ai.altertable.mcp.transport.session.Session;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names of running calls on the event bus; 128 bits of each are secret. Used from one event loop.
 */
final class CallIds {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;
  private static final int BLOCK = 256 * BYTES;

  private final byte[] block = new byte[BLOCK];
  private int next = BLOCK;

  /** A fresh name. */
  String random() {
    if (next == BLOCK) {
      RANDOM.nextBytes(block);
      next = 0;
    }
    String id = HexFormat.of().formatHex(block, next, next + BYTES);
    next += BYTES;
    return id;
  }

  /**
   * The name of a session's request. It follows from session, grant and request id alone, so that
   * {@code notifications/cancelled} finds the call from any event loop and any node of the bus, and
   * only its own caller's.
   */
  static String of(Session session, Caller caller, RequestId id) {
    return session.key() + '-' + caller.grantId() + '-' + id.key();
  }
}
