package ai.altertable.mcp.lakehouse.trino;

import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryPlan;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.lakehouse.StoredResults;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import ai.altertable.mcp.lakehouse.rows.CursorPages;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.lakehouse.rows.TimedWork;
import ai.altertable.mcp.lakehouse.trino.TrinoCursor.Statement;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs statements on one catalog of a Trino cluster, and on what else the cluster sees. */
final class TrinoEngine implements QueryEngine {
  private static final Duration PING = Duration.ofSeconds(5);
  private static final Duration LONGEST_READ = Duration.ofHours(1);
  private static final String VALIDATE = "EXPLAIN (TYPE VALIDATE)\n";
  private static final String EXPLAIN = "EXPLAIN (FORMAT JSON)\n";

  private final Vertx vertx;
  private final CatalogInfo info;
  private final TrinoClient client;
  private final CursorPages pages;
  private final QueryLimits limits;

  TrinoEngine(
      Vertx vertx,
      ExternalConnection connection,
      TrinoClient client,
      StoredResults results,
      QueryLimits limits) {
    this.vertx = vertx;
    this.info = connection.info();
    this.client = client;
    this.limits = limits;
    this.pages =
        new CursorPages(
            vertx, info.catalog(), connection.tenant().environmentId(), results, limits);
  }

  @Override
  public CatalogInfo catalog() {
    return info;
  }

  @Override
  public Future<Void> ping() {
    return rows(new Statement("SELECT 1", "ping", 0), PING, new Cancellation()).mapEmpty();
  }

  @Override
  public Future<QueryResult> query(QueryRequest request, Cancellation cancellation) {
    return passed(
        request.sql(),
        sql ->
            pages.read(
                request,
                (rows, timeout, stop) ->
                    TrinoCursor.open(
                            client,
                            new Statement(sql, request.tag(), 0),
                            request.offset(),
                            timeout,
                            stop)
                        .map(cursor -> cursor),
                cancellation));
  }

  @Override
  public Future<RowCursor> open(String statement, String tag, Cancellation cancellation) {
    return passed(
        statement,
        sql ->
            TrinoCursor.open(client, new Statement(sql, tag, 0), 0, LONGEST_READ, cancellation)
                .map(cursor -> cursor));
  }

  @Override
  public Future<Void> validate(String statement, String tag, Cancellation cancellation) {
    return passed(
        statement,
        sql ->
            rows(new Statement(VALIDATE + sql, tag, 1), limits.timeout(), cancellation).mapEmpty());
  }

  @Override
  public Future<QueryPlan> explain(String statement, String tag, Cancellation cancellation) {
    return passed(
        statement,
        sql ->
            rows(new Statement(EXPLAIN + sql, tag, 1), limits.timeout(), cancellation)
                .map(rows -> PlanReader.read(rows.get(0).getString(0))));
  }

  @Override
  public Future<List<TableInfo>> tables(String tag, Cancellation cancellation) {
    return rows(
            new Statement(TableReader.sql(client.settings().catalog()), tag, 0),
            limits.timeout(),
            cancellation)
        .map(TableReader::read);
  }

  /** All rows of a statement of ours, which are few. */
  Future<List<JsonArray>> rows(Statement statement, Duration timeout, Cancellation cancellation) {
    return new TimedWork(vertx, timeout, cancellation)
        .run(
            stop ->
                TrinoCursor.open(client, statement, 0, timeout, stop)
                    .map(cursor -> (RowCursor) cursor),
            cursor -> all(cursor, new ArrayList<>()));
  }

  private static Future<List<JsonArray>> all(RowCursor cursor, List<JsonArray> all) {
    return cursor
        .next()
        .compose(
            batch -> {
              all.addAll(batch.rows());
              return batch.isEmpty() ? Future.succeededFuture(all) : all(cursor, all);
            });
  }

  /** What is done with a statement that only reads. */
  private interface Work<T> {
    Future<T> run(String sql);
  }

  private static <T> Future<T> passed(String sql, Work<T> work) {
    try {
      return work.run(TrinoText.pass(sql));
    } catch (QueryFault fault) {
      return Future.failedFuture(fault);
    }
  }
}
