package ai.altertable.mcp.platform;

import static java.util.concurrent.TimeUnit.SECONDS;

import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ground that every room stands on: Vert.x, the migrated database, the secrets, the audit log
 * and the metrics of this process.
 */
public final class Platform implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
  private static final long EVENT_LOOP_SECONDS = 1;
  private static final long WORKER_SECONDS = 120;
  private static final long CLOSE_SECONDS = 15;

  private final Config config;
  private final Storage storage;
  private final Vertx vertx;
  private final Metrics metrics;
  private final PlatformDatabase database;
  private final AuditWriter audit;

  private Platform(Config config, Storage storage, Vertx vertx, Metrics metrics) {
    this.config = config;
    this.storage = storage;
    this.vertx = vertx;
    this.metrics = metrics;
    this.database =
        PlatformDatabase.connect(vertx, storage.access().platform(), config.database().poolSize());
    this.audit = new AuditWriter(vertx, database.pool(), config.database().audit().queue());
  }

  /**
   * Makes everything ready, or nothing: what was started before a failure is stopped. Blocks.
   *
   * @throws StartupException with what is wrong and what to do about it
   */
  public static Platform open(Config config) {
    return open(config, Storage::open);
  }

  /**
   * The same beside a running instance, whose embedded database it then uses: for commands. Blocks.
   *
   * @throws StartupException with what is wrong and what to do about it
   */
  public static Platform attach(Config config) {
    return open(config, Storage::attach);
  }

  private static Platform open(Config config, Function<Config, Storage> open) {
    CompletableFuture<Storage> storage = CompletableFuture.supplyAsync(() -> open.apply(config));
    Optional<Vertx> started = Optional.empty();
    try {
      Metrics metrics = new Metrics();
      Vertx vertx = vertx(config, metrics);
      started = Optional.of(vertx);
      return new Platform(config, storage.join(), vertx, metrics);
    } catch (RuntimeException e) {
      storage.thenAccept(Storage::close).exceptionally(known -> null).join();
      started.ifPresent(Platform::close);
      throw explain(e);
    }
  }

  private static StartupException explain(RuntimeException failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StartupException known
        ? known
        : new StartupException("start failed: " + cause, cause);
  }

  public Config config() {
    return config;
  }

  public Vertx vertx() {
    return vertx;
  }

  public Secrets secrets() {
    return storage.secrets();
  }

  /** How to reach the database server, for what needs connections of its own. */
  public DatabaseAccess access() {
    return storage.access();
  }

  public PlatformDatabase database() {
    return database;
  }

  public AuditLog audit() {
    return audit;
  }

  public Metrics metrics() {
    return metrics;
  }

  /**
   * Writes what the audit log still holds, then lets go of everything, the database last. Blocks.
   */
  @Override
  public void close() {
    try {
      await("the audit log", audit.close());
      await("the connections to the database", database.close());
      close(vertx);
    } finally {
      storage.close();
    }
  }

  private static void close(Vertx vertx) {
    await("Vert.x", vertx.close());
  }

  private static void await(String what, Future<Void> closed) {
    try {
      closed.toCompletionStage().toCompletableFuture().orTimeout(CLOSE_SECONDS, SECONDS).join();
    } catch (CompletionException e) {
      LOG.warn("{} did not close in order: {}", what, e.getCause().toString());
    }
  }

  private static Vertx vertx(Config config, Metrics metrics) {
    VertxOptions options =
        new VertxOptions()
            // One for each core, which every verticle then shares: a call that goes from endpoint
            // to
            // executor to database and back changes threads less often.
            .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
            .setMaxEventLoopExecuteTime(EVENT_LOOP_SECONDS)
            .setMaxEventLoopExecuteTimeUnit(SECONDS)
            .setWarningExceptionTime(2 * EVENT_LOOP_SECONDS)
            .setWarningExceptionTimeUnit(SECONDS)
            .setMaxWorkerExecuteTime(WORKER_SECONDS)
            .setMaxWorkerExecuteTimeUnit(SECONDS)
            .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false))
            .setMetricsOptions(Metrics.options());
    VertxBuilder builder = Vertx.builder().with(options).withMetrics(metrics.factory());
    Vertx vertx = config.runtime().clustered() ? clustered(builder) : builder.build();
    BusCodecs.register(vertx.eventBus());
    return vertx;
  }

  private static Vertx clustered(VertxBuilder builder) {
    try {
      return builder.buildClustered().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException | IllegalStateException e) {
      throw new StartupException(
          "cluster.enabled is true, but the node cannot join a cluster: " + e.getMessage(), e);
    }
  }
}
