package ai.altertable.mcp.lakehouse.export;

import static java.util.concurrent.TimeUnit.SECONDS;

import ai.altertable.mcp.lakehouse.rows.RowBatch;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.platform.BoundedWorker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.concurrent.TimeoutException;

/**
 * Pours the rows of a cursor into a stream. At most three batches are in memory: the one that the
 * reader takes, the next one, which is encoded meanwhile, and one more, which the engine makes; a
 * reader that is slow makes the engine wait. Used from one context.
 */
final class RowPump {
  /** A reader that takes a batch no faster is gone; servers end transactions that idle longer. */
  private static final long LONGEST_WAIT_SECONDS = 50;

  private final Vertx vertx;
  private final BoundedWorker worker;
  private final RowCursor cursor;
  private final RowEncoder encoder;
  private final WriteStream<Buffer> target;
  private final Promise<Long> outcome = Promise.promise();
  private long rows;
  private long timer = -1;

  /**
   * @param worker encodes
   * @param target is not ended
   */
  RowPump(
      Vertx vertx,
      BoundedWorker worker,
      RowCursor cursor,
      RowEncoder encoder,
      WriteStream<Buffer> target) {
    this.vertx = vertx;
    this.worker = worker;
    this.cursor = cursor;
    this.encoder = encoder;
    this.target = target;
  }

  /** Completes with the number of rows when all are written; closes the cursor in any case. */
  Future<Long> run() {
    worker
        .run(encoder::head)
        .onFailure(this::fail)
        .onSuccess(head -> write(head, () -> await(cursor.next())));
    return outcome.future().eventually(cursor::close);
  }

  /** Ends it early. */
  void fail(Throwable why) {
    vertx.cancelTimer(timer);
    outcome.tryFail(why);
  }

  // each step begins anew from a callback: a chain of futures would grow with the rows
  private void await(Future<RowBatch> coming) {
    coming.onFailure(this::fail).onSuccess(this::take);
  }

  private void take(RowBatch batch) {
    if (outcome.future().isComplete()) {
      return;
    }
    if (batch.isEmpty()) {
      worker
          .run(encoder::end)
          .onFailure(this::fail)
          .onSuccess(end -> write(end, () -> outcome.tryComplete(rows)));
      return;
    }
    rows += batch.size();
    Future<RowBatch> next = cursor.next();
    worker
        .run(() -> encoder.rows(batch))
        .onFailure(this::fail)
        .onSuccess(bytes -> write(bytes, () -> await(next)));
  }

  private void write(Buffer bytes, Runnable then) {
    if (outcome.future().isComplete()) {
      return;
    }
    if (!target.writeQueueFull()) {
      if (bytes.length() > 0) {
        target.write(bytes).onFailure(this::fail);
      }
      then.run();
      return;
    }
    timer = vertx.setTimer(SECONDS.toMillis(LONGEST_WAIT_SECONDS), late -> fail(tooSlow()));
    target.drainHandler(
        drained -> {
          vertx.cancelTimer(timer);
          target.drainHandler(null);
          write(bytes, then);
        });
  }

  private static TimeoutException tooSlow() {
    return new TimeoutException("the reader takes nothing any more");
  }
}
