package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.rows.RowBatch;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.platform.BoundedWorker;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows of a session, fetched on the workers. */
final class DuckDbCursor implements RowCursor {
  private static final int BATCH_ROWS = 1000;
  private static final int BATCH_CHARACTERS = 1024 * 1024;

  private final BoundedWorker worker;
  private final Session session;
  private final Session.Running running;
  private final Runnable closed;
  private boolean done;

  /**
   * @param closed runs once, when the session is closed
   */
  DuckDbCursor(BoundedWorker worker, Session session, Session.Running running, Runnable closed) {
    this.worker = worker;
    this.session = session;
    this.running = running;
    this.closed = closed;
  }

  @Override
  public List<Column> columns() {
    return running.projection().columns();
  }

  @Override
  public Future<RowBatch> next() {
    return done ? Future.succeededFuture(RowBatch.of(List.of())) : worker.run(this::batch);
  }

  private RowBatch batch() throws SQLException {
    List<JsonArray> batch = new ArrayList<>();
    long characters = 0;
    try {
      while (batch.size() < BATCH_ROWS && characters < BATCH_CHARACTERS && running.rows().next()) {
        JsonArray row = running.projection().read(running.rows());
        characters += size(row);
        batch.add(row);
      }
    } catch (SQLException e) {
      throw session.explain(e, "", 0);
    }
    return RowBatch.of(batch);
  }

  /** Numbers are short; only text can be long. */
  private static long size(JsonArray row) {
    long size = 0;
    for (Object value : row) {
      size += value instanceof String text ? text.length() : 16;
    }
    return size;
  }

  @Override
  public Future<Void> close() {
    if (done) {
      return Future.succeededFuture();
    }
    done = true;
    return worker
        .run(
            () -> {
              session.close();
              return null;
            })
        .onComplete(gone -> closed.run())
        .mapEmpty();
  }
}
