package ai.altertable.mcp.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Lets a test's thread wait for what happens elsewhere: for a condition, never for a time. */
public final class Await {
  private static final long LONGEST_SECONDS = 30;
  private static final long POLL_NANOS = 5_000_000;

  private Await() {}

  /**
   * The result of a future.
   *
   * @throws RuntimeException its failure, as it is when unchecked
   */
  public static <T> T get(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(LONGEST_SECONDS, SECONDS)
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException unchecked ? unchecked : e;
    }
  }

  /** The failure of a future that must fail. */
  public static Throwable failure(Future<?> future) {
    return get(
        future.transform(
            result ->
                result.failed()
                    ? Future.succeededFuture(result.cause())
                    : Future.failedFuture(new AssertionError("did not fail: " + result.result()))));
  }

  /** Returns when the condition holds; fails when it does not within half a minute. */
  public static void until(BooleanSupplier condition) {
    until(condition, LONGEST_SECONDS);
  }

  /** Returns when the condition holds; fails when it does not within that time. */
  static void until(BooleanSupplier condition, long seconds) {
    long deadline = System.nanoTime() + SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the condition did not come true");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
