package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryPlan;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.lakehouse.StoredResults;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.lakehouse.postgres.ReadTransactions.Scope;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Runs statements on one database, by the rule of {@link ReaderSession}. */
public final class PostgresEngine implements QueryEngine {
  private static final Duration PING = Duration.ofSeconds(3);

  /** Of a cursor over all rows; each fetch has the limit of a statement. */
  private static final Duration LONGEST_READ = Duration.ofHours(1);

  private final CatalogInfo catalog;
  private final QueryLimits limits;
  private final ReadTransactions transactions;
  private final QueryPages pages;

  /**
   * @param results where rows beyond a page are kept
   */
  public PostgresEngine(
      Vertx vertx,
      CatalogInfo catalog,
      ReaderDatabase database,
      ReaderPools pools,
      StoredResults results,
      QueryLimits limits) {
    this.catalog = catalog;
    this.limits = limits;
    this.transactions = new ReadTransactions(vertx, pools, database);
    this.pages =
        new QueryPages(catalog.catalog(), database.environmentId(), transactions, results, limits);
  }

  @Override
  public CatalogInfo catalog() {
    return catalog;
  }

  @Override
  public Future<Void> ping() {
    return transactions.run(scope -> scope.session().begin(PING), "", PING, new Cancellation());
  }

  @Override
  public Future<QueryResult> query(QueryRequest request, Cancellation cancellation) {
    return checked(
        request.sql(),
        () -> {
          StatementText.checkOffset(request.offset());
          return pages.read(request, cancellation);
        });
  }

  @Override
  public Future<RowCursor> open(String sql, String tag, Cancellation cancellation) {
    return checked(
        sql,
        () -> {
          Promise<RowCursor> opened = Promise.promise();
          QueryRequest request =
              new QueryRequest(sql, 0, Integer.MAX_VALUE, limits.timeout(), tag, false);
          Promise<Void> ended = Promise.promise();
          transactions
              .<Void>run(
                  scope -> {
                    PostgresCursor cursor = new PostgresCursor(scope);
                    return cursor
                        .start(request, limits.timeout())
                        .onSuccess(ok -> opened.complete(cursor.endsWith(ended.future())))
                        .compose(ok -> cursor.closed());
                  },
                  sql,
                  LONGEST_READ,
                  cancellation)
              .onFailure(opened::tryFail)
              .onComplete(ended);
          return opened.future();
        });
  }

  @Override
  public Future<Void> validate(String sql, String tag, Cancellation cancellation) {
    return checked(
        sql,
        () ->
            transactions.run(
                scope -> declare(scope, sql, tag), sql, limits.timeout(), cancellation));
  }

  @Override
  public Future<QueryPlan> explain(String sql, String tag, Cancellation cancellation) {
    return checked(
        sql,
        () ->
            transactions.run(
                scope ->
                    declare(scope, sql, tag)
                        .compose(valid -> scope.session().explain(sql, tag))
                        .map(PlanReader::read),
                sql,
                limits.timeout(),
                cancellation));
  }

  @Override
  public Future<List<TableInfo>> tables(String tag, Cancellation cancellation) {
    return transactions.run(
        scope ->
            scope
                .session()
                .begin(limits.timeout())
                .compose(begun -> CatalogReader.tables(scope.session().connection(), tag)),
        "",
        limits.timeout(),
        cancellation);
  }

  private Future<Void> declare(Scope scope, String sql, String tag) {
    return scope.session().declare(sql, tag, limits.timeout());
  }

  private static <T> Future<T> checked(String sql, Supplier<Future<T>> work) {
    try {
      StatementText.check(sql);
      return work.get();
    } catch (QueryFault fault) {
      return Future.failedFuture(fault);
    }
  }
}
