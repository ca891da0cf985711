package ai.altertable.mcp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.platform.DataDirectory;
import ai.altertable.mcp.platform.DatabaseAccess;
import ai.altertable.mcp.platform.EmbeddedPostgres;
import ai.altertable.mcp.testing.Ports;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Nodes on one PostgreSQL, behind one balancer for the endpoint and one for the app. Between nodes
 * and database is a cable.
 */
final class Fleet implements AutoCloseable {
  private final Path folder;
  private final Vertx vertx;
  private final DataDirectory directory;
  private final DatabaseAccess access;
  private final Cable cable;
  private final int mcpPort = Ports.free();
  private final int appPort = Ports.free();
  private final List<FleetNode> nodes = new ArrayList<>();
  private final List<Balancer> balancers = new ArrayList<>();
  private EmbeddedPostgres database;

  Fleet(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
    this.directory = DataDirectory.open(folder.resolve("database"));
    this.database = EmbeddedPostgres.start(directory, Ports.free());
    this.access = database.access();
    this.cable = new Cable(vertx, access.platform().getPort());
  }

  URI endpoint() {
    return URI.create("http://localhost:" + mcpPort + "/v1");
  }

  List<FleetNode> nodes() {
    return List.copyOf(nodes);
  }

  Cable cable() {
    return cable;
  }

  /** The database past the cable. */
  DatabaseAccess access() {
    return access;
  }

  void restartDatabase() {
    int port = access.platform().getPort();
    database.close();
    database = EmbeddedPostgres.start(directory, port);
  }

  /** Adds a node that is started with the others. */
  FleetNode add(Map<String, String> own) {
    String name = "node" + (nodes.size() + 1);
    FleetNode node = new FleetNode(name, folder.resolve(name), shared(), own);
    nodes.add(node);
    return node;
  }

  /**
   * Adds endpoints without tools and nodes with nothing else, over Hazelcast.
   *
   * @return the endpoints
   */
  List<FleetNode> addSplit(int endpoints, int tools) {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < endpoints + tools; i++) {
      ports.add(Ports.free());
    }
    String members = String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList());
    for (int i = 0; i < ports.size(); i++) {
      add(
          Map.of(
              "ALTERTABLE_ROLES",
              i < endpoints ? "mcp,app" : "tools",
              "ALTERTABLE_CLUSTER_ENABLED",
              "true",
              "ALTERTABLE_CLUSTER_PORT",
              Integer.toString(ports.get(i)),
              "ALTERTABLE_CLUSTER_BUS_PORT",
              "0",
              "ALTERTABLE_CLUSTER_MEMBERS",
              members));
    }
    return List.copyOf(nodes.subList(0, endpoints));
  }

  /** Starts all of them at the same time: on an empty database, each would make its schema. */
  void start(List<FleetNode> endpoints) {
    CompletableFuture<?>[] starts =
        nodes.stream()
            .map(
                node ->
                    CompletableFuture.runAsync(
                        () -> start(node), task -> new Thread(task, "start").start()))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(starts).join();
    balancers.add(new Balancer(vertx, mcpPort, endpoints.stream().map(FleetNode::mcp).toList()));
    balancers.add(new Balancer(vertx, appPort, endpoints.stream().map(FleetNode::app).toList()));
  }

  /**
   * Sessions of both eras that have been answered a query.
   *
   * @param each how many of an era
   */
  List<McpSession> sessions(int each) throws IOException, InterruptedException {
    List<McpSession> sessions = new ArrayList<>();
    for (McpSession.Era era : McpSession.Era.values()) {
      String token = new OAuthLogin(endpoint(), true).accessToken(Product.EMAIL, Product.PASSWORD);
      for (int i = 0; i < each; i++) {
        sessions.add(McpSession.open(endpoint(), era, token));
      }
      // The tables of the demo are there when this is answered.
      sessions.get(sessions.size() - 1).answer(endpoint(), Operation.query(1, 1, 1));
    }
    return sessions;
  }

  private static void start(FleetNode node) {
    try {
      node.start();
    } catch (IOException | InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  private Map<String, String> shared() {
    Map<String, String> shared = new HashMap<>();
    shared.put("ALTERTABLE_MCP_URL", "http://localhost:" + mcpPort);
    shared.put("ALTERTABLE_APP_URL", "http://localhost:" + appPort);
    shared.put("ALTERTABLE_DATABASE_URL", url(access.platform()));
    shared.put("ALTERTABLE_LAKEHOUSE_ADMIN_URL", url(access.admin()));
    shared.put("ALTERTABLE_SECRETS_KEY", Base64.getEncoder().encodeToString(new byte[32]));
    shared.put("ALTERTABLE_DEMO_PASSWORD", Product.PASSWORD);
    shared.put("ALTERTABLE_DATABASE_POOL_SIZE", "6");
    shared.put("ALTERTABLE_LAKEHOUSE_MAX_CONNECTIONS", "6");
    shared.put("ALTERTABLE_SHUTDOWN_DRAIN_SECONDS", "1");
    return shared;
  }

  private String url(PgConnectOptions options) {
    return "postgresql://%s:%s@127.0.0.1:%d/%s"
        .formatted(
            options.getUser(),
            URLEncoder.encode(options.getPassword(), UTF_8),
            cable.port(),
            options.getDatabase());
  }

  @Override
  public void close() {
    balancers.forEach(Balancer::close);
    nodes.forEach(FleetNode::close);
    cable.close();
    database.close();
    directory.close();
  }
}
