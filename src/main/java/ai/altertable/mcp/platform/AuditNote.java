package ai.altertable.mcp.platform;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/** What a change will be recorded as; made by whoever asks for it, written by whoever makes it. */
@FunctionalInterface
public interface AuditNote {
  /**
   * Writes it in the change's own transaction.
   *
   * @return fails when the database does, and then the transaction must
   */
  Future<Void> write(SqlConnection transaction);
}
