package ai.altertable.mcp.lakehouse.rows;

import ai.altertable.mcp.lakehouse.Column;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.List;

/**
 * The rows of a statement that runs, taken when they are wanted: an engine is never ahead by more
 * than a batch. Used from one context.
 */
public interface RowCursor {
  List<Column> columns();

  /**
   * The next rows, in the form of {@link ai.altertable.mcp.lakehouse.QueryResult}; none = the end.
   */
  Future<List<JsonArray>> next();

  /** Stops the statement when it still runs, and lets go of everything. Never fails. */
  Future<Void> close();
}
