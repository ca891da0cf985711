package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.transport.session.Session;
import ai.altertable.mcp.transport.session.SessionRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What all endpoint verticles of a node share. Thread-safe. */
public final class NodeState {
  private final SessionRegistry sessions;
  private final StreamBudget streams;
  private final SessionNotes notes = new SessionNotes();
  private final Map<String, EventStream> standing = new ConcurrentHashMap<>();

  public NodeState(SessionRegistry sessions, StreamBudget streams) {
    this.sessions = requireNonNull(sessions, "sessions is null");
    this.streams = requireNonNull(streams, "streams is null");
  }

  SessionRegistry sessions() {
    return sessions;
  }

  StreamBudget streams() {
    return streams;
  }

  SessionNotes notes() {
    return notes;
  }

  /**
   * Makes a stream the session's one: a message goes to one stream of a session only, and a client
   * that opens another has lost the first.
   */
  void stand(Session session, EventStream stream) {
    standing.put(session.key(), stream);
  }

  boolean stands(Session session, EventStream stream) {
    return standing.get(session.key()) == stream;
  }

  void leave(Session session, EventStream stream) {
    standing.remove(session.key(), stream);
  }
}
