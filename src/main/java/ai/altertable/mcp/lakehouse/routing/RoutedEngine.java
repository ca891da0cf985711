package ai.altertable.mcp.lakehouse.routing;

import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryPlan;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import java.util.List;

/** An engine for one statement, whose catalogs' names it writes as the engine behind it does. */
final class RoutedEngine implements QueryEngine {
  private final QueryEngine engine;
  private final CatalogNames statement;
  private final Rewriting rewriting;

  RoutedEngine(QueryEngine engine, CatalogNames statement, Rewriting rewriting) {
    this.engine = engine;
    this.statement = statement;
    this.rewriting = rewriting;
  }

  @Override
  public CatalogInfo catalog() {
    return engine.catalog();
  }

  @Override
  public Future<Void> ping() {
    return engine.ping();
  }

  @Override
  public Future<QueryResult> query(QueryRequest request, Cancellation cancellation) {
    QueryRequest rewritten =
        new QueryRequest(
            rewrite(request.sql()),
            request.offset(),
            request.limit(),
            request.timeout(),
            request.tag(),
            request.keep());
    return engine.query(rewritten, cancellation).recover(this::restore);
  }

  @Override
  public Future<RowCursor> open(String sql, String tag, Cancellation cancellation) {
    return engine.open(rewrite(sql), tag, cancellation).recover(this::restore);
  }

  @Override
  public Future<Void> validate(String sql, String tag, Cancellation cancellation) {
    return engine.validate(rewrite(sql), tag, cancellation).recover(this::restore);
  }

  @Override
  public Future<QueryPlan> explain(String sql, String tag, Cancellation cancellation) {
    return engine.explain(rewrite(sql), tag, cancellation).recover(this::restore);
  }

  @Override
  public Future<List<TableInfo>> tables(String tag, Cancellation cancellation) {
    return engine.tables(tag, cancellation);
  }

  private String rewrite(String sql) {
    return sql.equals(statement.sql()) ? rewriting.text() : sql;
  }

  private <T> Future<T> restore(Throwable failure) {
    return Future.failedFuture(
        failure instanceof QueryFault fault ? rewriting.restore(fault) : failure);
  }
}
