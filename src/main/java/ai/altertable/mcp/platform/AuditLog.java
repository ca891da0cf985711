package ai.altertable.mcp.platform;

import io.vertx.core.Future;

/** Where {@link AuditEvent}s go. */
public interface AuditLog {
  /**
   * Takes an event for writing in the background. Never fails for the database's sake.
   *
   * @return completes at once while there is room; when the queue is full, when there is room again
   *     (back-pressure)
   */
  Future<Void> record(AuditEvent event);

  /** Writes what waits, then stops. */
  Future<Void> close();
}
