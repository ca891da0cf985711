package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.LogLevel;
import ai.altertable.mcp.transport.session.Session;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What clients of the handshake era told this node about their session: the log level. Bounded:
 * beyond the bound the session unused longest is forgotten. Thread-safe.
 */
final class SessionNotes {
  private static final int MAX_SESSIONS = 20_000;

  private final Map<String, LogLevel> levels =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LogLevel> eldest) {
          return size() > MAX_SESSIONS;
        }
      };

  /** The level that the client set, or null when it wants no log messages. */
  synchronized LogLevel logLevel(Session session) {
    return levels.isEmpty() ? null : levels.get(session.key());
  }

  synchronized void logLevel(Session session, LogLevel level) {
    levels.put(session.key(), level);
  }

  synchronized void forget(Session session) {
    levels.remove(session.key());
  }
}
