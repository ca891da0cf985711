package ai.altertable.mcp.transport;

import ai.altertable.mcp.transport.session.Session;
import java.util.Set;

/** The resources that a session of the handshake era watches, as they are when asked. */
record Watched(SessionNotes notes, Session session) {
  boolean includes(String uri) {
    return notes.watches(session, uri);
  }

  Set<String> uris() {
    return notes.watched(session);
  }
}
