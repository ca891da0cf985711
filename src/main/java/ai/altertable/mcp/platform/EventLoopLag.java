package ai.altertable.mcp.platform;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/**
 * How late an event loop comes to what is due: everything on it waits that long. Deploy one for
 * each.
 */
public final class EventLoopLag extends VerticleBase {
  private static final long EVERY_MILLIS = 500;

  private final Timer lag;
  private long dueNanos;

  public EventLoopLag(MeterRegistry registry) {
    this.lag =
        Timer.builder("altertable.event.loop.lag")
            .description("How late a timer of an event loop is, asked twice a second")
            .serviceLevelObjectives(
                Duration.ofMillis(5),
                Duration.ofMillis(25),
                Duration.ofMillis(100),
                Duration.ofMillis(500))
            .register(registry);
  }

  @Override
  public Future<?> start() {
    next();
    return Future.succeededFuture();
  }

  private void next() {
    dueNanos = System.nanoTime() + MILLISECONDS.toNanos(EVERY_MILLIS);
    vertx.setTimer(
        EVERY_MILLIS,
        fired -> {
          lag.record(Math.max(0, System.nanoTime() - dueNanos), NANOSECONDS);
          next();
        });
  }
}
