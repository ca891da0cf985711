package ai.altertable.mcp.transport.session;

import io.vertx.core.Future;
import java.time.Instant;

/** Remembers sessions that their client ended. Used from every event loop. */
public interface EndedSessions {
  /** Whether the session was ended, as far as this node knows; asked at every request. */
  boolean ended(String sessionKey);

  /**
   * Ends a session.
   *
   * @param sessionKey {@link Session#key()}
   * @param expiresAt when it may be forgotten
   */
  Future<Void> end(String sessionKey, Instant expiresAt);
}
