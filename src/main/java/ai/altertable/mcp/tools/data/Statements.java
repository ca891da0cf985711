package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;

/** Runs statements that tools write themselves, within the same bounds as anybody's. */
public final class Statements {
  private final QueryLimits limits;

  public Statements(QueryLimits limits) {
    this.limits = limits;
  }

  /** Runs a statement from its first row, without keeping what is beyond the page. */
  public Future<QueryResult> run(ToolContext context, QueryEngine engine, String sql, int rows) {
    QueryRequest request =
        new QueryRequest(
            sql, 0, Math.min(rows, limits.maxRows()), limits.timeout(), context.tag(), false);
    return engine.query(request, context.cancellation());
  }

  public QueryLimits limits() {
    return limits;
  }
}
