package ai.altertable.mcp;

import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.oauth.resource.JwtBearerAuthenticator;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.platform.RateLimiter;
import ai.altertable.mcp.platform.SessionTable;
import ai.altertable.mcp.platform.WatchTable;
import ai.altertable.mcp.transport.McpVerticle;
import ai.altertable.mcp.transport.NodeState;
import ai.altertable.mcp.transport.session.StoredSessions;
import ai.altertable.mcp.transport.session.StoredWatches;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plugs the MCP endpoint in: one verticle for each core, one memory of tokens for all of them. */
final class McpRoom {
  private static final Logger LOG = LoggerFactory.getLogger(McpRoom.class);
  private static final int ENDED_SESSIONS = 100_000;
  private static final long SWEEP_MILLIS = Duration.ofMinutes(10).toMillis();

  private McpRoom() {}

  /** The memory of sessions, and the endpoint on top of it. */
  static List<Part> parts(
      Platform platform, DatabaseListener listener, ToolNodes tools, int instances) {
    SessionTable table = new SessionTable(platform.database());
    StoredSessions sessions = new StoredSessions(table, Clock.systemUTC(), ENDED_SESSIONS);
    sessions.listen(listener);
    WatchTable watchTable = new WatchTable(platform.database());
    StoredWatches watches = new StoredWatches(watchTable);
    watches.listen(listener);
    Supplier<Future<Void>> sweep = () -> table.sweep().compose(swept -> watchTable.sweep());
    return List.of(
        memory(platform.vertx(), sweep, sessions),
        endpoint(
            platform,
            new NodeState(sessions, watches, tools, platform.config().limits(), platform.tracing()),
            instances));
  }

  private static Part memory(Vertx vertx, Supplier<Future<Void>> sweep, StoredSessions sessions) {
    AtomicLong timer = new AtomicLong(-1);
    return new Part(
        "sessions",
        () ->
            sessions
                .load()
                .onSuccess(
                    loaded -> timer.set(vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep(sweep)))),
        () -> {
          vertx.cancelTimer(timer.get());
          return Future.succeededFuture();
        });
  }

  private static void sweep(Supplier<Future<Void>> sweep) {
    sweep.get().onFailure(fault -> LOG.warn("expired sessions stay for now", fault));
  }

  private static Part endpoint(Platform platform, NodeState node, int instances) {
    JwtBearerAuthenticator authenticator =
        JwtBearerAuthenticator.create(platform.vertx(), platform.config(), platform.database());
    authenticator.follow(platform.vertx().eventBus());
    MeterRegistry meters = platform.metrics().registry();
    authenticator.measure(meters);
    LimitsConfig limits = platform.config().limits();
    RateLimiter<String> rate =
        new RateLimiter<>(limits.rate().perSecond(), Duration.ofSeconds(1), limits.rate().burst());
    Counter limited =
        Counter.builder("altertable.mcp.rate.refused")
            .description("Requests to the endpoint beyond limits.token_rate")
            .register(meters);
    node.measure(meters);
    return Part.verticle(
        "mcp",
        platform.vertx(),
        instances,
        () ->
            new McpVerticle(
                platform.config(),
                authenticator,
                platform.secrets(),
                key -> counted(seconds(rate.acquire(key)), limited),
                node));
  }

  private static int counted(int seconds, Counter limited) {
    if (seconds > 0) {
      limited.increment();
    }
    return seconds;
  }

  /** Whole seconds for {@code Retry-After}, rounded up. */
  private static int seconds(Duration wait) {
    return (int) wait.plusMillis(999).toSeconds();
  }
}
