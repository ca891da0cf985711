package ai.altertable.mcp.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** A named pool for blocking work that rejects instead of queueing without bound. */
public final class BoundedWorker {
  private final WorkerExecutor executor;
  private final int capacity;
  private final AtomicInteger pending = new AtomicInteger();

  /**
   * @param name of its threads
   * @param threads that work at a time
   * @param waiting tasks that may wait beside them
   */
  public BoundedWorker(Vertx vertx, String name, int threads, int waiting) {
    this.executor = vertx.createSharedWorkerExecutor(name, threads);
    this.capacity = threads + waiting;
  }

  /**
   * Runs work on the pool; completes on the caller's context.
   *
   * @return fails with {@link RejectedExecutionException} at once when the pool is full
   */
  public <T> Future<T> run(Callable<T> work) {
    if (pending.incrementAndGet() > capacity) {
      pending.decrementAndGet();
      return Future.failedFuture(new RejectedExecutionException("worker pool is full"));
    }
    return executor.executeBlocking(work, false).onComplete(done -> pending.decrementAndGet());
  }

  public Future<Void> close() {
    return executor.close();
  }
}
