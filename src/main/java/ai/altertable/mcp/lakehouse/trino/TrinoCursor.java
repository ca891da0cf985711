package ai.altertable.mcp.lakehouse.trino;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.rows.RowBatch;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.lakehouse.rows.TimedWork;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one statement. An answer is asked for when rows are wanted and those of the one
 * before are gone, so that the cluster waits for us.
 */
final class TrinoCursor implements RowCursor {
  private final TrinoClient client;
  private final int linesBefore;
  private List<Column> columns = List.of();
  private List<TrinoType> types = List.of();
  private List<JsonArray> ready = new ArrayList<>();
  private String nextUri;
  private final Cancellation abandoned = new Cancellation();
  private boolean stopped;
  private long skip;

  /**
   * What is to run.
   *
   * @param tag who asks
   * @param linesBefore that were put before the author's text
   */
  record Statement(String sql, String tag, int linesBefore) {}

  private TrinoCursor(TrinoClient client, int linesBefore, long skip) {
    this.client = client;
    this.linesBefore = linesBefore;
    this.skip = skip;
  }

  /**
   * Starts a statement; completes when its columns are known.
   *
   * @param skip rows that are dropped
   * @param stop ends it
   */
  static Future<TrinoCursor> open(
      TrinoClient client, Statement statement, long skip, Duration timeout, Cancellation stop) {
    TrinoCursor cursor = new TrinoCursor(client, statement.linesBefore, skip);
    stop.onCancel(cursor::stop);
    return client
        .post(statement.sql, statement.tag, timeout, cursor.abandoned)
        .compose(cursor::read)
        .compose(none -> cursor.described())
        .map(cursor)
        .onFailure(failure -> cursor.stop());
  }

  private Future<Void> described() {
    return columns.isEmpty() && nextUri != null
        ? advance().compose(none -> described())
        : Future.succeededFuture();
  }

  private Future<Void> advance() {
    return client.get(nextUri, abandoned).compose(this::read);
  }

  /** A cluster is somebody else's: whatever its answer is, it is no error of ours. */
  private Future<Void> read(JsonObject answer) {
    try {
      return take(answer);
    } catch (ClassCastException
        | IndexOutOfBoundsException
        | NullPointerException
        | IllegalArgumentException odd) {
      return Future.failedFuture(client.strange());
    }
  }

  private Future<Void> take(JsonObject answer) {
    nextUri = answer.getString("nextUri");
    if (stopped) {
      stop();
      return Future.failedFuture(TimedWork.timeout());
    }
    JsonObject error = answer.getJsonObject("error");
    if (error != null) {
      return Future.failedFuture(TrinoFaults.of(error, linesBefore));
    }
    if (columns.isEmpty() && answer.getJsonArray("columns") != null) {
      describe(answer.getJsonArray("columns"));
    }
    for (Object each : answer.getJsonArray("data", new JsonArray())) {
      if (skip > 0) {
        skip--;
      } else {
        ready.add(row((JsonArray) each));
      }
    }
    return Future.succeededFuture();
  }

  private void describe(JsonArray described) {
    List<Column> names = new ArrayList<>();
    List<TrinoType> kinds = new ArrayList<>();
    for (Object each : described) {
      JsonObject column = (JsonObject) each;
      names.add(new Column(column.getString("name"), column.getString("type"), true, ""));
      kinds.add(TrinoType.of(column.getJsonObject("typeSignature")));
    }
    columns = List.copyOf(names);
    types = List.copyOf(kinds);
  }

  private JsonArray row(JsonArray values) {
    JsonArray row = new JsonArray();
    for (int i = 0; i < types.size(); i++) {
      row.add(types.get(i).read(values.getValue(i)));
    }
    return row;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public Future<RowBatch> next() {
    if (!ready.isEmpty() || nextUri == null) {
      List<JsonArray> rows = ready;
      ready = new ArrayList<>();
      return Future.succeededFuture(RowBatch.of(rows));
    }
    return advance().compose(none -> next());
  }

  private void stop() {
    stopped = true;
    abandoned.cancel();
    if (nextUri != null) {
      Future<Void> unused = client.delete(nextUri);
    }
  }

  @Override
  public Future<Void> close() {
    String open = stopped ? null : nextUri;
    stopped = true;
    nextUri = null;
    abandoned.cancel();
    return open == null ? Future.succeededFuture() : client.delete(open);
  }
}
