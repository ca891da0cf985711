package ai.altertable.mcp.lakehouse.export;

import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** A statement that runs and whose rows are wanted by one reader. */
public final class Export {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Vertx vertx;
  private final Context context;
  private final BoundedWorker worker;
  private final ExportLinks.Claim claim;
  private final RowCursor cursor;
  private final Cancellation cancellation;
  private final Promise<Long> ended = Promise.promise();
  private boolean poured;

  Export(
      Vertx vertx,
      BoundedWorker worker,
      ExportLinks.Claim claim,
      RowCursor cursor,
      Cancellation cancellation) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.worker = worker;
    this.claim = claim;
    this.cursor = cursor;
    this.cancellation = cancellation;
  }

  public ExportFormat format() {
    return claim.order().format();
  }

  /** A name for the file, of characters that need no quoting: {@code production-…Z.csv}. */
  public String fileName() {
    return claim.tenant().environment() + "-" + STAMP.format(Instant.now()) + "." + format().wire();
  }

  UUID grantId() {
    return claim.grantId();
  }

  /** Completes with the number of rows. */
  Future<Long> ended() {
    return ended.future();
  }

  void onEnd(Runnable action) {
    ended.future().onComplete(done -> action.run());
  }

  /**
   * Writes everything, as fast as the target takes it; does not end the target. On the context that
   * the export was opened on.
   *
   * @return fails when it could not write everything: what was written is no whole file then
   */
  public Future<Void> pour(WriteStream<Buffer> target) {
    if (ended.future().isComplete()) {
      return ended.future().mapEmpty();
    }
    poured = true;
    RowPump pump = new RowPump(vertx, worker, cursor, format().encoder(cursor.columns()), target);
    Runnable forget = cancellation.onCancel(() -> pump.fail(new CancellationException("cut off")));
    long timer =
        vertx.setTimer(
            LONGEST.toMillis(), late -> pump.fail(new TimeoutException("ran for too long")));
    return pump.run()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              forget.run();
            })
        .onComplete(ended)
        .mapEmpty();
  }

  /** Stops the statement, from any thread; nothing happens when it has ended. */
  public void cancel() {
    context.runOnContext(
        here -> {
          cancellation.cancel();
          if (!poured) {
            cursor.close().onComplete(closed -> ended.tryFail(new CancellationException()));
          }
        });
  }
}
