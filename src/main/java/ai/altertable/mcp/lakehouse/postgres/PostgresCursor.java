package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.postgres.ReadTransactions.Scope;
import ai.altertable.mcp.lakehouse.postgres.ReaderSession.Opening;
import ai.altertable.mcp.lakehouse.postgres.RowDecoder.WireRow;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All rows of a statement, a fetch at a time; its transaction lasts until it is closed. */
final class PostgresCursor implements RowCursor, RowSink {
  private static final int FIRST_FETCH = 100;
  private static final int MAX_FETCH = 5000;

  // what a fetch may weigh; the sink takes no more than a message larger than that
  private static final long FETCH_CHARACTERS = 1024 * 1024;

  private final Scope scope;
  private final RowDecoder decoder;
  private final Promise<Void> closed = Promise.promise();
  private Future<Void> ended = closed.future();
  private List<JsonArray> batch = new ArrayList<>();
  private long characters;
  private int asked = FIRST_FETCH;
  private boolean first = true;
  private boolean last;
  private boolean cutOff;

  PostgresCursor(Scope scope) {
    this.scope = scope;
    this.decoder = new RowDecoder(scope.pool().types());
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
              decoder.decodeRest(batch);
              scope.session().listen(this);
              return null;
            });
  }

  @Override
  public List<Column> columns() {
    return decoder.columns();
  }

  @Override
  public Future<List<JsonArray>> next() {
    if (first || last) {
      first = false;
      return Future.succeededFuture(take());
    }
    asked = size();
    characters = 0;
    return scope
        .session()
        .fetch(asked)
        .compose(came -> cutOff ? Future.failedFuture(tooLarge()) : Future.succeededFuture(came))
        .map(
            came -> {
              last = came < asked;
              return take();
            })
        .recover(this::explained);
  }

  private List<JsonArray> take() {
    List<JsonArray> rows = batch;
    batch = new ArrayList<>();
    return rows;
  }

  private int size() {
    long rows = FETCH_CHARACTERS / Math.max(1, characters / Math.max(1, asked));
    return (int) Math.max(1, Math.min(MAX_FETCH, rows));
  }

  private Future<List<JsonArray>> explained(Throwable failure) {
    closed.tryFail(failure);
    return ended.compose(none -> Future.failedFuture(failure));
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
    WireRow row = decoder.read(body);
    characters += row.characters();
    batch.add(row.values());
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
    closed.tryComplete();
    return ended.otherwiseEmpty();
  }
}
