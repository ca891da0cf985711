package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.postgres.ReadTransactions.Scope;
import ai.altertable.mcp.lakehouse.postgres.ReaderSession.Opening;
import ai.altertable.mcp.lakehouse.rows.RowBatch;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;

/**
 * All rows of a statement, a fetch at a time; its transaction lasts until it is closed. The size of
 * a fetch is guessed from the rows before. Where it turns out much larger, what came is handed on
 * and nothing is read from the server until that is gone, so that memory is bounded.
 *
 * <p>The batch grows on the connection's event loop. It changes hands only while no rows come: when
 * a fetch is complete, or reading is paused.
 */
final class PostgresCursor implements RowCursor, RowSink {
  // rows may weigh megabytes, and only what follows is bounded
  private static final int FIRST_FETCH = 10;

  private static final int MAX_FETCH = 50_000;

  private static final int FETCH_BYTES = 512 * 1024;
  private static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;

  private final Scope scope;
  private final RowDecoder decoder;
  private final Promise<Void> closed = Promise.promise();
  private Future<Void> ended = closed.future();
  private WireRows batch;
  private volatile Promise<RowBatch> wanted;
  private Throwable failure;
  private int asked = FIRST_FETCH;
  private volatile int guess = FIRST_FETCH;
  private volatile boolean fetching;
  private boolean last;
  private volatile boolean cutOff;

  PostgresCursor(Scope scope) {
    this.scope = scope;
    this.decoder = new RowDecoder(scope.pool().types());
    this.batch = new WireRows(decoder);
  }

  /** Opens it, and has the first rows. */
  Future<Void> start(QueryRequest request, Duration timeout) {
    Opening opening = scope.session().open(request, timeout, asked, this);
    return opening
        .declared()
        .compose(ok -> opening.fetched())
        .compose(came -> learnTypes().map(came))
        .onSuccess(came -> last = came < asked)
        .mapEmpty();
  }

  /** What its transaction waits for. */
  Future<Void> closed() {
    return closed.future();
  }

  /**
   * @param outcome of the transaction, which tells a failure well
   */
  PostgresCursor endsWith(Future<Void> outcome) {
    ended = outcome;
    return this;
  }

  private Future<Void> learnTypes() {
    if (decoder.unknown().isEmpty()) {
      return Future.succeededFuture();
    }
    scope.session().listen(null);
    return scope
        .pool()
        .types()
        .learn(scope.session().connection(), decoder.unknown())
        .map(
            learned -> {
              decoder.decodeRest(List.of());
              scope.session().listen(this);
              return null;
            });
  }

  @Override
  public List<Column> columns() {
    return decoder.columns();
  }

  @Override
  public Future<RowBatch> next() {
    if (!fetching && failure == null && (last || !batch.isEmpty())) {
      return Future.succeededFuture(take());
    }
    Promise<RowBatch> promise = scope.session().promise();
    wanted = promise;
    if (fetching) {
      scope.session().resume();
    } else if (failure == null) {
      fetch();
    } else {
      hand();
    }
    return promise.future().recover(this::explained);
  }

  private void fetch() {
    fetching = true;
    asked = guess;
    scope
        .session()
        .fetch(asked)
        .onComplete(
            fetched -> {
              fetching = false;
              failure = cutOff ? tooLarge() : fetched.cause();
              last = fetched.succeeded() && fetched.result() < asked;
              scope.session().resume();
              hand();
            });
  }

  /** Gives the batch to whoever waits for it; without, it stays for the next who does. */
  private void hand() {
    Promise<RowBatch> waiting = wanted;
    wanted = null;
    if (waiting == null) {
      return;
    }
    if (failure == null) {
      waiting.tryComplete(take());
    } else {
      waiting.tryFail(failure);
    }
  }

  private WireRows take() {
    WireRows rows = batch;
    batch = new WireRows(decoder);
    if (!rows.isEmpty()) {
      guess = Math.max(1, Math.min(MAX_FETCH, FETCH_BYTES / (1 + rows.bytes() / rows.size())));
    }
    return rows;
  }

  private Future<RowBatch> explained(Throwable why) {
    closed.tryFail(why);
    return ended.compose(none -> Future.failedFuture(why));
  }

  private static QueryFault tooLarge() {
    return new QueryFault(
        Kind.TOO_LARGE,
        "The rows are larger than what is read at a time.",
        Detail.hint("Select fewer columns, or cut long values with left(column, 1000)."));
  }

  @Override
  public void columns(ByteBuf body) {
    decoder.describe(body);
  }

  @Override
  public void row(ByteBuf body) {
    batch.add(body);
    if (fetching && batch.bytes() >= MAX_BATCH_BYTES) {
      scope.session().pause();
      hand();
    }
  }

  @Override
  public boolean accepting() {
    return true;
  }

  @Override
  public void cutOff(long bytes) {
    cutOff = true;
  }

  @Override
  public Future<Void> close() {
    if (fetching) {
      // nobody else can use a connection whose answer is under way
      scope.session().cancel();
    }
    closed.tryComplete();
    return ended.otherwiseEmpty();
  }
}
