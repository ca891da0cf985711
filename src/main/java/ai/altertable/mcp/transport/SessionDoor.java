package ai.altertable.mcp.transport;

import ai.altertable.mcp.transport.session.Sessions;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a caller into the session that its request names, if that is the caller's own: a session id
 * that was overheard opens nothing (MCP, security best practices, session hijacking). Used from one
 * event loop.
 */
final class SessionDoor {
  private static final Logger LOG = LoggerFactory.getLogger(SessionDoor.class);
  private static final int RETRY_SECONDS = 2;
  private static final Future<Void> OPEN = Future.succeededFuture();

  private final EraSelector eras;
  private final Sessions sessions;
  private final boolean anonymousHandshake;

  /**
   * @param anonymousHandshake whether sessions may begin without a token
   */
  SessionDoor(EraSelector eras, Sessions sessions, boolean anonymousHandshake) {
    this.eras = eras;
    this.sessions = sessions;
    this.anonymousHandshake = anonymousHandshake;
  }

  /** Whether a request names a session that began without a token and is nobody's yet. */
  boolean beforeSignIn(MultiMap headers) {
    String id = headers.get(EraSelector.SESSION);
    return anonymousHandshake && id != null && sessions.unclaimed(id.trim());
  }

  /**
   * Whether a request may go on. One that names no session may, and is judged by its era.
   *
   * @param subject of the token
   * @return fails with a {@link Rejection}: 404 for another's session, as for an unknown one; 503
   *     when nobody can tell
   */
  Future<Void> enter(MultiMap headers, String subject) {
    String id = headers.get(EraSelector.SESSION);
    if (id == null || eras.modernHeader(headers)) {
      return OPEN;
    }
    Future<Boolean> belongs = sessions.belongs(id.trim(), subject);
    return belongs.succeeded() ? verdict(belongs.result()) : belongs.transform(this::verdict);
  }

  private Future<Void> verdict(AsyncResult<Boolean> belongs) {
    if (belongs.failed()) {
      LOG.warn("the owner of a session cannot be told", belongs.cause());
      return Future.failedFuture(
          Rejection.retryAfter(503, RETRY_SECONDS, "sessions cannot be checked now; try again"));
    }
    return verdict(belongs.result());
  }

  private static Future<Void> verdict(boolean belongs) {
    return belongs ? OPEN : Future.failedFuture(EraSelector.unknownSession());
  }
}
