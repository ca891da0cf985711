package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryPlan;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.lakehouse.StoredResults;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import ai.altertable.mcp.lakehouse.rows.CursorPages;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.lakehouse.rows.TimedWork;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** Runs statements on one folder of files. */
final class DuckDbEngine implements QueryEngine {
  private static final Duration PING = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final ExternalConnection connection;
  private final DuckDbRunner runner;
  private final CursorPages pages;
  private final QueryLimits limits;

  DuckDbEngine(
      Vertx vertx,
      ExternalConnection connection,
      DuckDbRunner runner,
      StoredResults results,
      QueryLimits limits) {
    this.vertx = vertx;
    this.connection = connection;
    this.runner = runner;
    this.limits = limits;
    this.pages =
        new CursorPages(
            vertx,
            connection.info().catalog(),
            connection.tenant().environmentId(),
            results,
            limits);
  }

  @Override
  public CatalogInfo catalog() {
    return connection.info();
  }

  @Override
  public Future<Void> ping() {
    return new TimedWork(vertx, PING, new Cancellation())
        .run(stop -> runner.tables(connection))
        .mapEmpty();
  }

  @Override
  public Future<QueryResult> query(QueryRequest request, Cancellation cancellation) {
    return pages.read(
        request,
        (rows, timeout, stop) ->
            runner.open(
                connection,
                request.sql(),
                "\nLIMIT " + rows + " OFFSET " + request.offset(),
                limits.maxCharacters(),
                stop),
        cancellation);
  }

  @Override
  public Future<RowCursor> open(String sql, String tag, Cancellation cancellation) {
    return runner.stream(connection, sql, MAX_VALUE, cancellation);
  }

  @Override
  public Future<Void> validate(String sql, String tag, Cancellation cancellation) {
    return new TimedWork(vertx, limits.timeout(), cancellation)
        .run(stop -> runner.validate(connection, sql, stop));
  }

  @Override
  public Future<QueryPlan> explain(String sql, String tag, Cancellation cancellation) {
    return new TimedWork(vertx, limits.timeout(), cancellation)
        .run(stop -> runner.explain(connection, sql, stop));
  }

  @Override
  public Future<List<TableInfo>> tables(String tag, Cancellation cancellation) {
    return new TimedWork(vertx, limits.timeout(), cancellation)
        .run(stop -> runner.tables(connection));
  }
}
