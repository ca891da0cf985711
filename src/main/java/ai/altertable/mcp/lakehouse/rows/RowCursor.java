package ai.altertable.mcp.lakehouse.rows;

import ai.altertable.mcp.lakehouse.Column;
import io.vertx.core.Future;
import java.util.List;

/**
 * The rows of a statement that runs, taken when they are wanted: an engine is never ahead by more
 * than a batch. Used from one context.
 */
public interface RowCursor {
  List<Column> columns();

  /** The next rows; none = the end. */
  Future<RowBatch> next();

  /** Stops the statement when it still runs, and lets go of everything. Never fails. */
  Future<Void> close();
}
