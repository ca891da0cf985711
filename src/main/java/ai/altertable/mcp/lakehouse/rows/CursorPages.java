package ai.altertable.mcp.lakehouse.rows;

import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.lakehouse.QueryResult.More;
import ai.altertable.mcp.lakehouse.StoredResults;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes pages of what a {@link RowCursor} gives, by the same rules for every engine. */
public final class CursorPages {
  private static final int KEPT_ROWS = 10_000;
  private static final int KEPT_CHARACTERS = 4 * 1024 * 1024;

  private final Vertx vertx;
  private final String catalog;
  private final UUID environmentId;
  private final StoredResults results;
  private final QueryLimits limits;

  /** Starts a statement. */
  public interface Opener {
    /**
     * @param rows that are wanted at the most, those skipped not counted
     * @param timeout of the run; the stop comes then, too
     * @param stop ends the run
     */
    Future<RowCursor> open(long rows, Duration timeout, Cancellation stop);
  }

  public CursorPages(
      Vertx vertx, String catalog, UUID environmentId, StoredResults results, QueryLimits limits) {
    this.vertx = vertx;
    this.catalog = catalog;
    this.environmentId = environmentId;
    this.results = results;
    this.limits = limits;
  }

  /** Runs a statement and returns a page of its rows; the cursor has skipped the offset. */
  public Future<QueryResult> read(QueryRequest request, Opener opener, Cancellation cancellation) {
    long started = System.nanoTime();
    Instant asOf = Instant.now();
    Duration timeout =
        request.timeout().compareTo(limits.timeout()) < 0 ? request.timeout() : limits.timeout();
    RowPage page = new RowPage(bounds(request));
    return new TimedWork(vertx, timeout, cancellation)
        .run(stop -> opener.open(wanted(request), timeout, stop), cursor -> fill(cursor, page))
        .recover(failure -> salvage(failure, page))
        .compose(columns -> whole(columns, page))
        .compose(
            columns ->
                more(request, columns, page, asOf)
                    .map(
                        more ->
                            new QueryResult(
                                UUID.randomUUID().toString(),
                                catalog,
                                columns,
                                new JsonArray(page.page()),
                                (System.nanoTime() - started) / 1_000_000,
                                asOf,
                                more)));
  }

  private static Future<List<Column>> fill(RowCursor cursor, RowPage page) {
    page.describe(cursor.columns());
    return cursor
        .next()
        .compose(
            batch -> {
              boolean more = !batch.isEmpty();
              for (JsonArray row : batch.rows()) {
                more = more && page.take(row);
              }
              return more ? fill(cursor, page) : Future.succeededFuture(cursor.columns());
            });
  }

  /** What came before time was up is an answer. */
  private static Future<List<Column>> salvage(Throwable failure, RowPage page) {
    boolean late = failure instanceof QueryFault fault && fault.kind() == Kind.TIMEOUT;
    if (!late || page.page().isEmpty()) {
      return Future.failedFuture(failure);
    }
    page.timeUp();
    return Future.succeededFuture(page.columns());
  }

  private Future<List<Column>> whole(List<Column> columns, RowPage page) {
    JsonArray row = page.oversized();
    if (row == null) {
      return Future.succeededFuture(columns);
    }
    int widest = 0;
    int most = 0;
    for (int i = 0; i < row.size(); i++) {
      int length = String.valueOf(row.getValue(i)).length();
      if (length > most) {
        widest = i;
        most = length;
      }
    }
    return Future.failedFuture(
        new QueryFault(
            Kind.TOO_LARGE,
            "One row has at least "
                + row.encode().length()
                + " characters, column \""
                + columns.get(widest).name()
                + "\" alone "
                + most
                + ", and a page holds "
                + limits.maxCharacters()
                + ".",
            Detail.hint("Select fewer columns, or cut long values with substr(column, 1, 1000).")));
  }

  private Future<More> more(
      QueryRequest request, List<Column> columns, RowPage page, Instant asOf) {
    if (page.full() == null) {
      return Future.succeededFuture(More.NONE);
    }
    More cut = new More(page.full(), request.offset() + page.page().size(), null);
    if (!page.keeps() || request.grantId().isEmpty()) {
      return Future.succeededFuture(cut);
    }
    StoredResults.Draft draft =
        new StoredResults.Draft(catalog, columns, page.kept(), asOf, page.complete());
    return results
        .save(environmentId, request.grantId().get(), draft)
        .map(handle -> new More(cut.truncatedBy(), cut.nextOffset(), handle));
  }

  private long wanted(QueryRequest request) {
    RowPage.Bounds bounds = bounds(request);
    return (long) bounds.rows() + bounds.keptRows() + 1;
  }

  private RowPage.Bounds bounds(QueryRequest request) {
    boolean keep = request.keep() && request.grantId().isPresent();
    return new RowPage.Bounds(
        Math.min(request.limit(), limits.maxRows()),
        limits.maxCharacters(),
        keep ? KEPT_ROWS : 0,
        keep ? KEPT_CHARACTERS : 0);
  }
}
