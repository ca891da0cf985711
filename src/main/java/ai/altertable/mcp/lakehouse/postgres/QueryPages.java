package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.lakehouse.QueryResult.More;
import ai.altertable.mcp.lakehouse.QueryResult.TruncatedBy;
import ai.altertable.mcp.lakehouse.StoredResults;
import ai.altertable.mcp.lakehouse.postgres.PageCollector.Bounds;
import ai.altertable.mcp.lakehouse.postgres.PageCollector.Oversized;
import ai.altertable.mcp.lakehouse.postgres.ReadTransactions.Scope;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Pages of statements' results: what a page holds, and what is said of the rest. */
final class QueryPages {
  private static final int KEPT_ROWS = 10_000;
  private static final int KEPT_CHARACTERS = 4 * 1024 * 1024;

  private final String catalog;
  private final UUID environmentId;
  private final ReadTransactions transactions;
  private final StoredResults results;
  private final QueryLimits limits;

  QueryPages(
      String catalog,
      UUID environmentId,
      ReadTransactions transactions,
      StoredResults results,
      QueryLimits limits) {
    this.catalog = catalog;
    this.environmentId = environmentId;
    this.transactions = transactions;
    this.results = results;
    this.limits = limits;
  }

  Future<QueryResult> read(QueryRequest request, Cancellation cancellation) {
    long started = System.nanoTime();
    Instant asOf = Instant.now();
    Duration timeout =
        request.timeout().compareTo(limits.timeout()) < 0 ? request.timeout() : limits.timeout();
    return transactions
        .run(scope -> collect(scope, request, timeout), request.sql(), timeout, cancellation)
        .compose(
            collector ->
                more(request, collector, asOf)
                    .map(
                        more ->
                            new QueryResult(
                                name(),
                                catalog,
                                collector.decoder().columns(),
                                new JsonArray(collector.page()),
                                (System.nanoTime() - started) / 1_000_000,
                                asOf,
                                more)));
  }

  /** A name and no secret: the random numbers of secrets cost more. */
  private static String name() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private Future<PageCollector> collect(Scope scope, QueryRequest request, Duration timeout) {
    PageCollector collector =
        new PageCollector(new RowDecoder(scope.pool().types()), bounds(request));
    QueryRun run =
        new QueryRun(
            scope.session(),
            scope.pool().types(),
            collector,
            scope.deadline(),
            bounds(request).rows());
    return run.run(request, timeout)
        .recover(failure -> salvage(failure, scope, run, collector))
        .compose(done -> whole(collector));
  }

  /** What came before time was up, or before the server sent too much, is an answer. */
  private static Future<Void> salvage(
      Throwable failure, Scope scope, QueryRun run, PageCollector collector) {
    if (!run.declared() || scope.deadline().cancelled()) {
      return Future.failedFuture(failure);
    }
    if (collector.full() == null && !ReadTransactions.timedOut(failure, scope.deadline())) {
      return Future.failedFuture(failure);
    }
    collector.timeUp();
    if (collector.full() == TruncatedBy.TIME && collector.page().isEmpty()) {
      return Future.failedFuture(ReadTransactions.timeout());
    }
    collector.pack();
    return Future.succeededFuture();
  }

  private Future<PageCollector> whole(PageCollector collector) {
    Oversized row = collector.oversized();
    if (row == null) {
      return Future.succeededFuture(collector);
    }
    String where =
        row.column() == null
            ? ""
            : ", column \"" + row.column() + "\" alone " + row.columnCharacters();
    return Future.failedFuture(
        new QueryFault(
            QueryFault.Kind.TOO_LARGE,
            "One row has about "
                + row.characters()
                + " characters"
                + where
                + ", and a page holds "
                + limits.maxCharacters()
                + ".",
            Detail.hint("Select fewer columns, or cut long values with left(column, 1000).")));
  }

  private Future<More> more(QueryRequest request, PageCollector collector, Instant asOf) {
    if (collector.full() == null) {
      return Future.succeededFuture(More.NONE);
    }
    More cut = new More(collector.full(), request.offset() + collector.page().size(), null);
    if (!collector.keeps() || request.grantId().isEmpty()) {
      return Future.succeededFuture(cut);
    }
    StoredResults.Draft draft =
        new StoredResults.Draft(
            catalog, collector.decoder().columns(), collector.kept(), asOf, collector.accepting());
    return results
        .save(environmentId, request.grantId().get(), draft)
        .map(handle -> new More(cut.truncatedBy(), cut.nextOffset(), handle));
  }

  private Bounds bounds(QueryRequest request) {
    boolean keep = request.keep() && request.grantId().isPresent();
    return new Bounds(
        Math.min(request.limit(), limits.maxRows()),
        limits.maxCharacters(),
        keep ? KEPT_ROWS : 0,
        keep ? KEPT_CHARACTERS : 0);
  }
}
