package ai.altertable.mcp.platform;

import static java.util.concurrent.TimeUnit.SECONDS;

import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.config.ClusterConfig;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.platform.tracing.Tracing;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
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
  private final Optional<ClusterNode> clusterNode;
  private final Metrics metrics;
  private final Tracing tracing;
  private final PlatformDatabase database;
  private final AuditWriter audit;

  private Platform(Config config, Storage storage, Ground ground, Seen seen) {
    this.config = config;
    this.storage = storage;
    this.vertx = ground.vertx();
    this.clusterNode = ground.node();
    this.metrics = seen.metrics();
    this.tracing = seen.tracing();
    tracing.logged(vertx).ifPresent(Platform::log);
    this.database =
        PlatformDatabase.connect(vertx, storage.access().platform(), config.database().poolSize());
    this.audit = new AuditWriter(vertx, database.pool(), config.database().audit().queue());
    audit.measure(metrics.registry());
  }

  /**
   * Makes everything ready, or nothing: what was started before a failure is stopped. Blocks.
   *
   * @param early begins when Vert.x runs, and goes on while the database starts; when it fails, so
   *     does all of this
   * @throws StartupException with what is wrong and what to do about it
   */
  public static Platform open(Config config, BiFunction<Vertx, Metrics, Future<Void>> early) {
    return open(config, Storage::open, config.runtime().cluster(), early);
  }

  /**
   * The same beside a running instance, whose embedded database it then uses: for commands. Blocks.
   *
   * @throws StartupException with what is wrong and what to do about it
   */
  public static Platform attach(Config config) {
    return open(
        config, Storage::attach, Optional.empty(), (vertx, metrics) -> Future.succeededFuture());
  }

  private static Platform open(
      Config config,
      Function<Config, Storage> open,
      Optional<ClusterConfig> cluster,
      BiFunction<Vertx, Metrics, Future<Void>> early) {
    CompletableFuture<Storage> storage = CompletableFuture.supplyAsync(() -> open.apply(config));
    Optional<Ground> started = Optional.empty();
    Future<Void> begun = Future.succeededFuture();
    Seen seen = Seen.of(config);
    try {
      // In a cluster Vert.x needs the secrets first, which come with the database.
      Ground ground =
          cluster
              .map(others -> clustered(others, seen, storage.join().secrets()))
              .orElseGet(() -> alone(seen));
      started = Optional.of(ground);
      begun = early.apply(ground.vertx(), seen.metrics());
      Storage opened = storage.join();
      begun.toCompletionStage().toCompletableFuture().join();
      return new Platform(config, opened, ground, seen);
    } catch (RuntimeException e) {
      storage.thenAccept(Storage::close).exceptionally(known -> null).join();
      // What is half begun cannot be closed in order.
      begun
          .transform(any -> Future.succeededFuture())
          .toCompletionStage()
          .toCompletableFuture()
          .join();
      started.ifPresent(ground -> close(ground.vertx()));
      seen.tracing().close();
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

  /** This node among others; empty when the event bus ends with this process. */
  public Optional<ClusterNode> clusterNode() {
    return clusterNode;
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

  public Tracing tracing() {
    return tracing;
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
      tracing.close();
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

  private static void log(Filter<ILoggingEvent> filter) {
    Logging.traced(filter, (LoggerContext) LoggerFactory.getILoggerFactory());
  }

  private static Ground alone(Seen seen) {
    Vertx vertx = seen.builder().with(options()).build();
    BusCodecs.register(vertx.eventBus());
    return new Ground(vertx, Optional.empty());
  }

  private static Ground clustered(ClusterConfig config, Seen seen, Secrets secrets) {
    ClusterNode node = ClusterNode.join(seen.builder(), options(), config, secrets);
    BusCodecs.register(node.vertx().eventBus());
    return new Ground(node.vertx(), Optional.of(node));
  }

  private static VertxOptions options() {
    return new VertxOptions()
        // One for each core, which every verticle then shares: a call that goes from endpoint to
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
  }

  /** How operators see what this node does. */
  private record Seen(Metrics metrics, Tracing tracing) {
    static Seen of(Config config) {
      Metrics metrics = Metrics.of(config);
      return new Seen(metrics, Tracing.of(config.tracing(), metrics.registry(), HttpEndpoints::of));
    }

    VertxBuilder builder() {
      return tracing.with(Vertx.builder().withMetrics(metrics.factory()));
    }
  }

  /**
   * @param node empty when alone
   */
  private record Ground(Vertx vertx, Optional<ClusterNode> node) {}
}
