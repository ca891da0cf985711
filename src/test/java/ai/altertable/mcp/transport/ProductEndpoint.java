package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ConfigException;
import ai.altertable.mcp.config.ConfigLoader;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.platform.WatchTable;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Ports;
import ai.altertable.mcp.tools.SampleData;
import ai.altertable.mcp.tools.ToolHarness;
import ai.altertable.mcp.transport.session.StoredWatches;
import ai.altertable.mcp.transport.session.WatchRegistry;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The endpoint with the product's own tools and content behind it, over a real database with sample
 * data in two environments. Only the tokens are the test's.
 */
final class ProductEndpoint implements AutoCloseable {
  static final String READER = "reader";
  static final String WRITER = "writer";
  static final String STAGING = "staging";
  static final String NOTHING = "nothing";

  final ToolHarness harness;
  final TestTokens tokens = new TestTokens();
  private final Map<String, UUID> grants = new HashMap<>();
  private final MemorySessions sessions = new MemorySessions();
  final int port = Ports.free();
  private final Config config = config(port);

  ProductEndpoint() {
    this(new ToolHarness());
  }

  /**
   * @param harness new; closed with the endpoint
   */
  ProductEndpoint(ToolHarness harness) {
    this.harness = harness;
    SampleData.load(harness);
    token(READER, harness.production, ToolHarness.READ);
    token(WRITER, harness.production, ToolHarness.WRITE);
    token(STAGING, harness.staging, ToolHarness.WRITE);
    token(NOTHING, harness.production, Set.of());
    deploy(harness.vertx, config, new StoredWatches(new WatchTable(harness.fixture.platform)));
  }

  /** Deploys the endpoint of a node. */
  void deploy(Vertx vertx, Config nodeConfig, WatchRegistry watches) {
    NodeState node =
        new NodeState(sessions, watches, ToolNodes.here(vertx.eventBus()), nodeConfig.limits());
    Await.get(
        vertx.deployVerticle(
            new McpVerticle(nodeConfig, tokens, new Secrets(new byte[32]), key -> 0, node)));
  }

  Client client(String token) {
    return new Client("http://127.0.0.1:" + port).token(token);
  }

  /** The grant behind a token. */
  UUID grant(String token) {
    return grants.get(token);
  }

  private void token(String token, Tenant tenant, Set<Scope> scopes) {
    Caller caller = harness.caller(tenant, scopes);
    UUID grant = UUID.randomUUID();
    grants.put(token, grant);
    tokens.accept(
        token,
        config.mcp().canonicalResource(),
        new Caller(grant, caller.principal(), tenant, scopes, Instant.now().plusSeconds(600)));
  }

  static Config config(int port) {
    return config(port, port);
  }

  /**
   * @param publicPort in the address that clients know and tokens are for
   */
  static Config config(int port, int publicPort) {
    try {
      return ConfigLoader.load(
          Optional.empty(),
          Map.of(
              "ALTERTABLE_MCP_PORT",
              Integer.toString(port),
              "ALTERTABLE_MCP_URL",
              "http://localhost:" + publicPort));
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    harness.close();
  }
}
