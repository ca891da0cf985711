package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.LogLevel;
import ai.altertable.mcp.transport.session.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What clients of the handshake era told this node about their session: log level, watched
 * resources. Bounded: beyond the bound the session unused longest is forgotten. Thread-safe.
 */
final class SessionNotes {
  private static final int MAX_SESSIONS = 20_000;
  private static final int MAX_SUBSCRIPTIONS = 200;

  private final Map<String, Note> notes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Note> eldest) {
          return size() > MAX_SESSIONS;
        }
      };

  /** The level that the client set, or null when it wants no log messages. */
  synchronized LogLevel logLevel(Session session) {
    Note note = notes.isEmpty() ? null : notes.get(session.key());
    return note == null ? null : note.logLevel;
  }

  synchronized void logLevel(Session session, LogLevel level) {
    note(session).logLevel = level;
  }

  /** Watches a resource; false when the session watches too many. */
  synchronized boolean subscribe(Session session, String uri) {
    Set<String> watched = note(session).watched;
    return watched.contains(uri) || (watched.size() < MAX_SUBSCRIPTIONS && watched.add(uri));
  }

  synchronized void unsubscribe(Session session, String uri) {
    note(session).watched.remove(uri);
  }

  synchronized boolean watches(Session session, String uri) {
    Note note = notes.get(session.key());
    return note != null && note.watched.contains(uri);
  }

  /** A copy. */
  synchronized Set<String> watched(Session session) {
    Note note = notes.get(session.key());
    return note == null ? Set.of() : Set.copyOf(note.watched);
  }

  synchronized void forget(Session session) {
    notes.remove(session.key());
  }

  private Note note(Session session) {
    return notes.computeIfAbsent(session.key(), key -> new Note());
  }

  private static final class Note {
    private final Set<String> watched = new TreeSet<>();
    private LogLevel logLevel;
  }
}
