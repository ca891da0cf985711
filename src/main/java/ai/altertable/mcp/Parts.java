package ai.altertable.mcp;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import ai.altertable.mcp.platform.StartupException;
import io.vertx.core.Future;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts parts one after the other, and stops those that started, last first. */
final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private static final long LEAST_NANOS = Duration.ofSeconds(1).toNanos();

  private final Deque<Part> started = new ArrayDeque<>();

  /**
   * Starts them in order.
   *
   * @return fails with a {@link StartupException} that names the part; those before it stay started
   */
  Future<Void> start(List<Part> parts) {
    Future<Void> chain = Future.succeededFuture();
    for (Part part : parts) {
      chain = chain.compose(before -> start(part));
    }
    return chain;
  }

  /**
   * Stops every part, whatever the others do.
   *
   * @param grace for all of them together; a part that takes longer is left behind, and each gets a
   *     second at least
   */
  Future<Void> stop(Duration grace) {
    return stop(System.nanoTime() + grace.toNanos());
  }

  /** Whether nothing has been started. */
  boolean none() {
    return started.isEmpty();
  }

  private Future<Void> stop(long deadline) {
    Part part = started.pollFirst();
    if (part == null) {
      return Future.succeededFuture();
    }
    return part.stop()
        .get()
        .timeout(Math.max(LEAST_NANOS, deadline - System.nanoTime()), NANOSECONDS)
        .onFailure(
            failure ->
                LOG.warn("stopped the hard way part={} why={}", part.name(), failure.toString()))
        .transform(done -> stop(deadline));
  }

  private Future<Void> start(Part part) {
    long begin = System.nanoTime();
    return part.start()
        .get()
        .onSuccess(
            done -> {
              started.addFirst(part);
              LOG.debug(
                  "started part={} millis={}",
                  part.name(),
                  NANOSECONDS.toMillis(System.nanoTime() - begin));
            })
        .<Void>mapEmpty()
        .recover(failure -> Future.failedFuture(explain(part, failure)));
  }

  private static StartupException explain(Part part, Throwable failure) {
    if (failure instanceof StartupException known) {
      return known;
    }
    if (failure instanceof BindException) {
      return new StartupException(
          part.name()
              + " cannot listen: "
              + failure.getMessage()
              + "; "
              + part.name()
              + ".host and "
              + part.name()
              + ".port say where",
          failure);
    }
    return new StartupException(part.name() + " does not start: " + failure, failure);
  }
}
