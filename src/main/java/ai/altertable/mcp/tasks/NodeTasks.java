package ai.altertable.mcp.tasks;

import ai.altertable.mcp.config.TasksConfig;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.ConcurrencyLimiter;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Vertx;
import java.time.Duration;

/** What all keepers of tasks of a node share. Thread-safe. */
public final class NodeTasks {
  private static final int THREADS = 2;
  private static final int WAITING = 256;

  private final PlatformDatabase database;
  private final TaskVault vault;
  private final TasksConfig config;
  private final Duration callTimeout;
  private final Pace pace;
  private final ConcurrencyLimiter<String> limiter;

  /**
   * How soon the death of a node is noticed.
   *
   * @param lease how long a runner may stay silent
   * @param beat how often it says that it lives; several times within a lease
   */
  public record Pace(Duration lease, Duration beat) {
    public static final Pace USUAL = new Pace(Duration.ofSeconds(15), Duration.ofSeconds(4));

    public Pace {
      if (beat.multipliedBy(2).compareTo(lease) > 0) {
        throw new IllegalArgumentException("a lease must outlast two beats");
      }
    }
  }

  /**
   * @param callTimeout how long a call may run
   */
  public NodeTasks(
      Vertx vertx,
      PlatformDatabase database,
      Secrets secrets,
      TasksConfig config,
      Duration callTimeout,
      Pace pace) {
    this.database = database;
    this.vault = new TaskVault(new BoundedWorker(vertx, "tasks", THREADS, WAITING), secrets);
    this.config = config;
    this.callTimeout = callTimeout;
    this.pace = pace;
    this.limiter = new ConcurrencyLimiter<>(config.limits().node());
  }

  PlatformDatabase database() {
    return database;
  }

  TaskVault vault() {
    return vault;
  }

  TasksConfig config() {
    return config;
  }

  Duration callTimeout() {
    return callTimeout;
  }

  Duration lease() {
    return pace.lease();
  }

  Duration beat() {
    return pace.beat();
  }

  ConcurrencyLimiter<String> limiter() {
    return limiter;
  }
}
