package ai.altertable.mcp.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells when calls go well again: a number of them in a row, all answered, none slow. */
final class Settling {
  private static final int IN_A_ROW = 20;

  private long limitNanos = Long.MAX_VALUE;
  private int row;

  /** A call ended. */
  synchronized void answered(boolean well, long nanos) {
    row = well && nanos <= limitNanos ? row + 1 : 0;
    if (row >= IN_A_ROW) {
      notifyAll();
    }
  }

  /** Begins to count anew; empty when it did not come. */
  synchronized Optional<Duration> await(Duration limit, Duration longest)
      throws InterruptedException {
    limitNanos = limit.toNanos();
    row = 0;
    long started = System.nanoTime();
    long deadline = started + longest.toNanos();
    while (row < IN_A_ROW) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return Optional.of(Duration.ofNanos(System.nanoTime() - started));
  }
}
