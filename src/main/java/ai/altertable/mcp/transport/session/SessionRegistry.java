package ai.altertable.mcp.transport.session;

import io.vertx.core.Future;

/**
 * What all nodes know of sessions beyond their ids: whose they are, which were ended. Used from
 * every event loop.
 */
public interface SessionRegistry {
  /**
   * Whether the session was ended, as far as this node remembers; asked at every request.
   *
   * @param mark {@link Session#mark()}
   */
  boolean ended(String mark);

  /** Whether {@link #ended} remembers every one that was ended and has not expired. */
  boolean remembersAll();

  /** Whether the session was ended, however long ago. */
  Future<Boolean> lookUp(String mark);

  /**
   * Makes a session the subject's, unless another came first.
   *
   * @return whose it is, or {@link #NOBODY} when it was ended
   */
  Future<String> claim(Session session, String subject);

  /** Ends a session for all nodes; completes when this one knows it. */
  Future<Void> end(Session session, String subject);

  /** No token names this subject. */
  String NOBODY = "";
}
