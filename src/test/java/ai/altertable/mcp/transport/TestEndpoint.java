package ai.altertable.mcp.transport;

import static java.util.concurrent.TimeUnit.SECONDS;

import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ConfigException;
import ai.altertable.mcp.config.ConfigLoader;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.testing.Ports;
import ai.altertable.mcp.transport.session.SessionRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A running endpoint of two event loops, with executors and tokens of the tests behind it. */
final class TestEndpoint implements AutoCloseable {
  static final String READ = "read-token";
  static final String WRITE = "write-token";
  static final String ENVIRONMENT = "environment-token";
  static final byte[] KEY = new byte[32];

  final Vertx vertx;
  final TestTools tools;
  final TestTokens tokens = new TestTokens();
  final Config config;
  final Caller reader;
  final int port;
  private final List<String> deployments;

  TestEndpoint() {
    this(Map.of(), RateLimiter.NONE);
  }

  TestEndpoint(Map<String, String> environment, RateLimiter limiter) {
    // A handler that holds an event loop for long shows up in the log of the tests.
    this(
        Vertx.vertx(
            new VertxOptions()
                .setMaxEventLoopExecuteTime(500)
                .setMaxEventLoopExecuteTimeUnit(java.util.concurrent.TimeUnit.MILLISECONDS)),
        environment,
        limiter,
        new MemorySessions());
  }

  /** With sessions that it shares with others. */
  TestEndpoint(Vertx vertx, SessionRegistry sessions) {
    this(vertx, Map.of(), RateLimiter.NONE, sessions);
  }

  private TestEndpoint(
      Vertx vertx, Map<String, String> environment, RateLimiter limiter, SessionRegistry sessions) {
    this.vertx = vertx;
    port = Ports.free();
    config = config(port, environment);
    BusCodecs.register(vertx.eventBus());
    tools = new TestTools(vertx);
    String canonical = config.mcp().canonicalResource();
    reader = tokens.issue(READ, canonical, Set.of(Scope.READ));
    tokens.issue(WRITE, canonical, Set.of(Scope.READ, Scope.WRITE));
    tokens.issue(ENVIRONMENT, canonical + "/demo/production", Set.of(Scope.READ));
    NodeState node =
        new NodeState(
            sessions, new MemoryWatches(), ToolNodes.here(vertx.eventBus()), config.limits());
    deployments = List.of(deploy(node, limiter), deploy(node, limiter));
  }

  private String deploy(NodeState node, RateLimiter limiter) {
    McpVerticle verticle = new McpVerticle(config, tokens, new Secrets(KEY), limiter, node);
    return vertx.deployVerticle(verticle).toCompletionStage().toCompletableFuture().join();
  }

  Client client() {
    return new Client("http://127.0.0.1:" + port);
  }

  /** Stops the endpoint as the application does. */
  void stop() throws Exception {
    for (String deployment : deployments) {
      vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().get(20, SECONDS);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, SECONDS).join();
  }

  private static Config config(int port, Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("ALTERTABLE_MCP_PORT", Integer.toString(port));
    try {
      return ConfigLoader.load(Optional.empty(), settings);
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }
}
