package ai.altertable.mcp;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import ai.altertable.mcp.charts.ChartPainter;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.Role;
import ai.altertable.mcp.config.RuntimeConfig;
import ai.altertable.mcp.conformance.ConformanceVerticle;
import ai.altertable.mcp.console.EnvironmentReading;
import ai.altertable.mcp.identity.DemoOrganization;
import ai.altertable.mcp.identity.FirstStart;
import ai.altertable.mcp.identity.Passwords;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.export.Exports;
import ai.altertable.mcp.platform.AuditRetention;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.EventLoopLag;
import ai.altertable.mcp.platform.ManagementVerticle;
import ai.altertable.mcp.platform.Metrics;
import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.platform.Readiness;
import ai.altertable.mcp.platform.RevocationListener;
import ai.altertable.mcp.platform.StartupException;
import ai.altertable.mcp.tasks.TaskNotices;
import ai.altertable.mcp.tools.content.ContentNotices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running product: knows the order of start and stop, and nothing else. */
public final class Application implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  /** Argon2id takes 19 MiB and a core for each: more at a time only makes all of them slower. */
  private static final int PASSWORD_THREADS = 2;

  private static final int PASSWORDS_WAITING = 64;

  private final Platform platform;
  private final Parts parts;
  private final Readiness readiness;
  private volatile Optional<DemoOrganization> demo = Optional.empty();

  private Application(Platform platform, Parts parts, Readiness readiness) {
    this.platform = platform;
    this.parts = parts;
    this.readiness = readiness;
    readiness.rely(platform.database());
  }

  /**
   * Starts everything that the configuration asks for, or nothing. Blocks.
   *
   * @throws StartupException with what is wrong and what to do about it
   */
  public static Application start(Config config) {
    long begin = System.nanoTime();
    Parts parts = new Parts();
    Readiness readiness = new Readiness();
    Platform platform =
        Platform.open(
            config, (vertx, metrics) -> parts.start(early(config, vertx, metrics, readiness)));
    Application application = new Application(platform, parts, readiness);
    try {
      await(application.parts.start(application.plan()));
    } catch (RuntimeException e) {
      application.close();
      throw e;
    }
    application.readiness.set(true);
    LOG.info("ready millis={}", NANOSECONDS.toMillis(System.nanoTime() - begin));
    return application;
  }

  /** The demo organization, when the configuration wants one. */
  public Optional<DemoOrganization> demo() {
    return demo;
  }

  /**
   * Stops: no new requests, running calls finish within {@code shutdown.grace_seconds}, then the
   * audit log, the connections and the embedded database. Blocks.
   */
  @Override
  public void close() {
    readiness.set(false);
    try {
      await(drained());
      await(parts.stop(platform.config().runtime().shutdownGrace()));
    } finally {
      platform.close();
    }
  }

  /** Completes when no balancer can think any more that this node takes requests. */
  private Future<Void> drained() {
    long millis = platform.config().runtime().shutdownDrain().toMillis();
    return millis == 0 || parts.none()
        ? Future.succeededFuture()
        : platform.vertx().timer(millis).mapEmpty();
  }

  private List<Part> plan() {
    RuntimeConfig runtime = platform.config().runtime();
    int cores = Runtime.getRuntime().availableProcessors();
    Passwords passwords =
        new Passwords(
            new BoundedWorker(platform.vertx(), "passwords", PASSWORD_THREADS, PASSWORDS_WAITING));
    DatabaseListener listener =
        new DatabaseListener(platform.vertx(), platform.access().platform());
    List<Part> plan = new ArrayList<>();
    plan.add(auditRetention());
    LakehouseRoom lakehouse = new LakehouseRoom(platform);
    plan.add(notices(listener, lakehouse));
    plan.add(firstStart(passwords));
    plan.add(lakehouse.part());
    ChartPainter painter = new ChartPainter(platform.vertx());
    plan.add(new Part("charts", painter::start, painter::close));
    Optional<DemoRoom> demoRoom =
        platform.config().demo().enabled() ? Optional.of(new DemoRoom(platform)) : Optional.empty();
    EnvironmentSeed seed = demoRoom.map(DemoRoom::seed).orElse(EnvironmentSeed.NONE);
    ClusterRoom cluster = new ClusterRoom(platform);
    cluster.finder().ifPresent(plan::add);
    if (runtime.has(Role.TOOLS)) {
      plan.addAll(tools(new ToolsRoom(platform, lakehouse, seed, painter), demoRoom, cores));
      plan.add(TasksRoom.part(platform, cores));
    }
    if (runtime.has(Role.INGEST)) {
      plan.addAll(IngestRoom.parts(platform, lakehouse, seed, listener, cores));
    }
    if (runtime.conformance()) {
      plan.add(Part.verticle("conformance", platform.vertx(), 1, ConformanceVerticle::new));
    }
    if (runtime.has(Role.TOOLS)) {
      cluster.gateway().ifPresent(plan::add);
    }
    if (runtime.has(Role.MCP)) {
      plan.addAll(McpRoom.parts(platform, listener, cluster.tools(), cores));
    }
    if (runtime.has(Role.APP)) {
      plan.add(AppRoom.expiredRows(platform));
      plan.add(AppRoom.deliveries(platform, listener));
      Exports exports = lakehouse.exports(seed);
      plan.add(new Part("exports", Future::succeededFuture, exports::close));
      plan.add(
          AppRoom.part(
              platform,
              passwords,
              lakehouse.connections(),
              new EnvironmentReading(platform.vertx().eventBus(), cluster.tools(), painter),
              exports,
              cores));
    }
    return plan;
  }

  private List<Part> tools(ToolsRoom room, Optional<DemoRoom> demoRoom, int cores) {
    List<Part> tools = new ArrayList<>();
    demoRoom.ifPresent(filled -> tools.add(filled.part(room.lakehouse(), this::demo)));
    tools.add(room.memoriesPart());
    tools.add(room.contentPart(cores));
    tools.add(room.executorPart(cores));
    return tools;
  }

  /** What needs no database. */
  private static List<Part> early(
      Config config, Vertx vertx, Metrics metrics, Readiness readiness) {
    var listen = config.runtime().management();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(listen.host())
            .setPort(listen.port())
            // Probes and scrapes say nothing in traces.
            .setTracingPolicy(TracingPolicy.IGNORE);
    return List.of(
        Part.verticle(
            "management", vertx, 1, () -> new ManagementVerticle(options, metrics, readiness)),
        Part.verticle(
            "event loops",
            vertx,
            Runtime.getRuntime().availableProcessors(),
            () -> new EventLoopLag(metrics.registry())));
  }

  private Part firstStart(Passwords passwords) {
    FirstStart first = new FirstStart(platform.database(), passwords);
    return new Part(
        "first start",
        () -> first.run(platform.config().demo()).onSuccess(made -> demo = made),
        Future::succeededFuture);
  }

  private Part auditRetention() {
    AuditRetention retention =
        new AuditRetention(
            platform.vertx(),
            platform.database().pool(),
            platform.config().database().audit().retention());
    return new Part("audit", retention::start, retention::stop);
  }

  /** What other nodes tell through the database. */
  private Part notices(DatabaseListener listener, LakehouseRoom lakehouse) {
    RevocationListener.listen(platform.vertx().eventBus(), listener);
    TaskNotices.listen(platform.vertx().eventBus(), listener);
    lakehouse.listen(listener);
    ContentNotices.listen(platform.vertx(), listener);
    return new Part("notices", listener::start, listener::close);
  }

  private static void await(Future<Void> future) {
    try {
      future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new StartupException(e.getCause().toString(), e.getCause());
    }
  }
}
