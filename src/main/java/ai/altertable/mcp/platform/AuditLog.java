package ai.altertable.mcp.platform;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/** Where {@link AuditEvent}s go. */
public interface AuditLog {
  /**
   * Takes an event for writing in the background. Never fails for the database's sake.
   *
   * @return completes at once while there is room; when the queue is full, when there is room again
   *     (back-pressure)
   */
  Future<Void> record(AuditEvent event);

  /**
   * Writes an event, and completes when it is in the database: an answer that waits for it is never
   * given without it, whatever happens to the process. Shares its commit with others. Waits while
   * the database is away; never fails for its sake.
   */
  Future<Void> commit(AuditEvent event);

  /**
   * Writes an event in the caller's transaction: it is there exactly if what it tells of is, also
   * when the process ends at once.
   *
   * @return fails when the database does, and then the transaction must
   */
  Future<Void> record(SqlConnection transaction, AuditEvent event);

  /** The same, left to whoever has the transaction. */
  default AuditNote note(AuditEvent event) {
    return transaction -> record(transaction, event);
  }

  /** Writes what waits, then stops. */
  Future<Void> close();
}
