package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Stops a session when time is up or when the caller no longer wants the answer. */
final class Deadline {
  /** The server's own timeout comes first; this one is for a server that does not keep to it. */
  private static final long GRACE_MILLIS = 250;

  private final Vertx vertx;
  private final ReaderSession session;
  private final Cancellation cancellation;
  private final long endNanos;
  private Runnable forget = () -> {};
  private long timer = -1;

  Deadline(Vertx vertx, ReaderSession session, Cancellation cancellation, Duration timeout) {
    this.vertx = vertx;
    this.session = session;
    this.cancellation = cancellation;
    this.endNanos = System.nanoTime() + timeout.toNanos();
  }

  void start() {
    forget = cancellation.onCancel(session::cancel);
    set(leftMillis() + GRACE_MILLIS);
  }

  /** Brings the end nearer. */
  void atMost(long millis) {
    set(Math.min(millis, leftMillis() + GRACE_MILLIS));
  }

  private void set(long millis) {
    vertx.cancelTimer(timer);
    timer = vertx.setTimer(Math.max(1, millis), late -> session.cancel());
  }

  long leftMillis() {
    return (endNanos - System.nanoTime()) / 1_000_000;
  }

  boolean cancelled() {
    return cancellation.cancelled();
  }

  void stop() {
    vertx.cancelTimer(timer);
    forget.run();
  }
}
