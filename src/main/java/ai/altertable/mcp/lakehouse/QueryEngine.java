package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import java.util.List;

/**
 * Runs read-only SQL of one environment on one catalog. Every method fails with {@link QueryFault}
 * for what the caller can mend, and frees its resources on failure and on cancel.
 *
 * <p>A tag says who asks ({@link CallTag}). Whoever looks at the database sees it beside each
 * statement, where the database has a place for it.
 */
public interface QueryEngine {
  /** Characters of a value in {@link #open}; a longer one ends the read. */
  int MAX_VALUE = 1024 * 1024;

  CatalogInfo catalog();

  /**
   * Whether the engine answers now; fails with the reason when it does not, within a few seconds.
   */
  Future<Void> ping();

  /** Runs a statement and returns a page of its rows. */
  Future<QueryResult> query(QueryRequest request, Cancellation cancellation);

  /**
   * Runs a statement and gives all of its rows, as they are wanted. Has no time limit but the
   * caller's; fails with {@link QueryFault} when it is not valid.
   *
   * @param cancellation also after the cursor is open
   */
  Future<RowCursor> open(String sql, String tag, Cancellation cancellation);

  /** Checks a statement without running it; fails with {@link QueryFault} when it is not valid. */
  Future<Void> validate(String sql, String tag, Cancellation cancellation);

  /** The plan of a statement, which is not run. */
  Future<QueryPlan> explain(String sql, String tag, Cancellation cancellation);

  /** Tables and views that queries can read, with their columns, ordered by schema and name. */
  Future<List<TableInfo>> tables(String tag, Cancellation cancellation);
}
