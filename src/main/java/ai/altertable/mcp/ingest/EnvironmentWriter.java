package ai.altertable.mcp.ingest;

import ai.altertable.mcp.lakehouse.events.EventWrite;
import ai.altertable.mcp.platform.BoundedWorker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what comes for one environment: one transaction at a time, with everything in it that came
 * while the one before was running. Thread-safe.
 */
final class EnvironmentWriter {
  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentWriter.class);

  /** Most writes of a transaction, unless a single request has more. */
  private static final int LARGEST_BATCH = 5000;

  private final EventSession session;
  private final BoundedWorker worker;
  private final Backlog backlog;

  // guarded by this
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean running;
  private long idleSince = System.nanoTime();

  /**
   * @param session of nobody else
   */
  EnvironmentWriter(EventSession session, BoundedWorker worker, Backlog backlog) {
    this.session = session;
    this.worker = worker;
    this.backlog = backlog;
  }

  private record Waiting(Batch batch, Promise<List<Rejection>> done) {}

  /**
   * Writes a batch some time soon.
   *
   * @return completes after the commit, with what the database would not take; fails with {@link
   *     Overloaded} when nothing is written, or nobody knows
   */
  Future<List<Rejection>> write(Batch batch) {
    if (!backlog.enter(batch)) {
      return Future.failedFuture(new Overloaded("too much is waiting to be written"));
    }
    Promise<List<Rejection>> done = Promise.promise();
    boolean start;
    synchronized (this) {
      waiting.add(new Waiting(batch, done));
      start = !running;
      running = true;
    }
    if (start) {
      submit();
    }
    return done.future().onComplete(any -> backlog.leave(batch));
  }

  /**
   * Ends when nothing came for that long, and lets go of the connection.
   *
   * @return whether it has ended, and must not be used any more
   */
  synchronized boolean endIfIdle(long nanos) {
    if (running || System.nanoTime() - idleSince < nanos) {
      return false;
    }
    running = true;
    worker.run(
        () -> {
          session.close();
          return null;
        });
    return true;
  }

  private void submit() {
    worker
        .run(
            () -> {
              run();
              return null;
            })
        .onFailure(full -> take().forEach(one -> fail(one, full)))
        .onComplete(any -> next());
  }

  /** Goes on with what came meanwhile, and with what is to be moved. */
  private void next() {
    synchronized (this) {
      if (waiting.isEmpty() && !session.isUnsettled()) {
        running = false;
        idleSince = System.nanoTime();
        return;
      }
    }
    submit();
  }

  private synchronized List<Waiting> take() {
    List<Waiting> taken = new ArrayList<>();
    int writes = 0;
    while (!waiting.isEmpty()
        && (taken.isEmpty() || writes + waiting.peek().batch().writes().size() <= LARGEST_BATCH)) {
      Waiting next = waiting.poll();
      writes += next.batch().writes().size();
      taken.add(next);
    }
    return taken;
  }

  private void run() {
    List<Waiting> taken = take();
    try {
      Set<Integer> poison = Set.of();
      if (!taken.isEmpty()) {
        List<EventWrite> writes = new ArrayList<>();
        taken.forEach(one -> writes.addAll(one.batch().writes()));
        poison = session.write(writes);
      }
      session.settle();
      answer(taken, poison);
    } catch (Exception e) {
      LOG.warn("events are not written, their clients are told to come again", e);
      taken.forEach(one -> fail(one, e));
    }
  }

  private static void answer(List<Waiting> taken, Set<Integer> poison) {
    int offset = 0;
    for (Waiting one : taken) {
      Batch batch = one.batch();
      List<Rejection> rejections = new ArrayList<>();
      for (int i = 0; i < batch.writes().size(); i++) {
        if (poison.contains(offset + i)) {
          rejections.add(
              new Rejection(
                  batch.indexes().get(i),
                  batch.kind().failure(),
                  "The database does not take this event."));
        }
      }
      offset += batch.writes().size();
      one.done().complete(rejections);
    }
  }

  private static void fail(Waiting one, Throwable why) {
    one.done().fail(new Overloaded("the database does not take events now", why));
  }
}
