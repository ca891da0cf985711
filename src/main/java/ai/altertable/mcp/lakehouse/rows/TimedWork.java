package ai.altertable.mcp.lakehouse.rows;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.function.Function;

/**
 * Work on an engine that ends in time: when the caller no longer wants it, or when time is up, the
 * caller is answered at once, and the work is stopped and cleaned up behind its back.
 */
public final class TimedWork {
  private final Vertx vertx;
  private final Duration timeout;
  private final Cancellation cancellation;

  public TimedWork(Vertx vertx, Duration timeout, Cancellation cancellation) {
    this.vertx = vertx;
    this.timeout = timeout;
    this.cancellation = cancellation;
  }

  /**
   * Opens a cursor, works with it, and closes it whatever happens.
   *
   * @return fails with {@link QueryFault} when it was stopped
   */
  public <T> Future<T> run(
      Function<Cancellation, Future<RowCursor>> open, Function<RowCursor, Future<T>> work) {
    return run(
        stop ->
            open.apply(stop)
                .compose(cursor -> work.apply(cursor).eventually(() -> cursor.close())));
  }

  /**
   * Runs work that listens to a stop.
   *
   * @return fails with {@link QueryFault} when it was stopped
   */
  public <T> Future<T> run(Function<Cancellation, Future<T>> work) {
    if (cancellation.cancelled()) {
      return Future.failedFuture(cancelled());
    }
    Promise<T> outcome = ((ContextInternal) vertx.getOrCreateContext()).promise();
    Cancellation stop = new Cancellation();
    Runnable forget =
        cancellation.onCancel(
            () -> {
              outcome.tryFail(cancelled());
              stop.cancel();
            });
    long timer =
        vertx.setTimer(
            Math.max(1, timeout.toMillis()),
            late -> {
              outcome.tryFail(timeout());
              stop.cancel();
            });
    work.apply(stop)
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              forget.run();
              if (done.succeeded()) {
                outcome.tryComplete(done.result());
              } else {
                outcome.tryFail(done.cause());
              }
            });
    return outcome.future();
  }

  static QueryFault cancelled() {
    return new QueryFault(Kind.CANCELLED, "The query was cancelled.", Detail.NONE);
  }

  public static QueryFault timeout() {
    return new QueryFault(
        Kind.TIMEOUT,
        "The statement ran out of time before it returned a row.",
        Detail.hint("Filter or aggregate earlier, or ask for a shorter period."));
  }
}
