package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Principal;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ConfigException;
import ai.altertable.mcp.config.ConfigLoader;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.config.TasksConfig;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.RevocationListener;
import ai.altertable.mcp.tasks.NodeTasks;
import ai.altertable.mcp.tasks.TaskNotices;
import ai.altertable.mcp.tasks.TasksVerticle;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Ports;
import ai.altertable.mcp.testing.RecordedAudit;
import ai.altertable.mcp.tools.CallLimiter;
import ai.altertable.mcp.tools.ToolHarness;
import ai.altertable.mcp.tools.ToolVerticle;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Nodes on one database. The first has the product's tools and a lakehouse; each has tools that
 * answer when the test says.
 */
final class TaskNodes implements AutoCloseable {
  private static final String RESOURCE = "http://localhost:8080/v1";
  static final TasksConfig.Limits PLENTY = new TasksConfig.Limits(1000, 1000, 1000);

  /** Its death is noticed soon. */
  static final NodeTasks.Pace QUICK =
      new NodeTasks.Pace(Duration.ofSeconds(2), Duration.ofMillis(200));

  /** So long that no test sees the end of it: nobody is taken for dead. */
  static final NodeTasks.Pace PATIENT =
      new NodeTasks.Pace(Duration.ofHours(1), Duration.ofMillis(200));

  final ToolHarness harness = new ToolHarness();
  final TestTokens tokens = new TestTokens();
  private final List<Node> nodes = new ArrayList<>();
  final Node first = new Node(harness.vertx, harness.fixture.platform, soon(PLENTY), PATIENT, true);
  final Node second = start(soon(PLENTY), PATIENT);

  /** Calls become tasks almost at once. */
  static TasksConfig soon(TasksConfig.Limits limits) {
    return new TasksConfig(Duration.ofMillis(20), Duration.ofMinutes(30), limits);
  }

  /** Calls become tasks later than any test waits. */
  static TasksConfig late() {
    return new TasksConfig(Duration.ofHours(1), Duration.ofMinutes(30), PLENTY);
  }

  /** Starts one more node. */
  Node start(TasksConfig config, NodeTasks.Pace pace) {
    Vertx vertx = Vertx.vertx();
    BusCodecs.register(vertx.eventBus());
    return new Node(vertx, harness.fixture.database.connect(vertx), config, pace, false);
  }

  /** A token of a grant of its own; the token's name is new. */
  String token(Tenant tenant) {
    String token = UUID.randomUUID().toString();
    UUID grant = grant(tenant);
    accept(token, grant, tenant);
    return token;
  }

  /** Makes a token speak for a grant in an environment. */
  void accept(String token, UUID grant, Tenant tenant) {
    tokens.accept(
        token,
        RESOURCE,
        new Caller(
            grant,
            new Principal(grant.toString(), "ada@example.com", "client", "Client"),
            tenant,
            ToolHarness.READ,
            Instant.now().plusSeconds(600)));
  }

  UUID grant(Tenant tenant) {
    return rows("""
            WITH u AS (INSERT INTO app_user (email, name) VALUES ('%1$s@x', 'u') RETURNING id),
            c AS (INSERT INTO oauth_client (id, kind, name, grant_types, auth_method)
              VALUES ('%1$s', 'registered', 'c', '{}', 'none') RETURNING id)
            INSERT INTO oauth_grant (client_id, user_id, environment_id, scope, resource, expires_at)
            SELECT c.id, u.id, '%2$s', '{read}', 'r', now() + interval '1 day' FROM c, u
            RETURNING id
            """
            .formatted(UUID.randomUUID(), tenant.environmentId()))
        .get(0)
        .getUUID(0);
  }

  /** Runs a statement on the platform database. */
  List<Row> rows(String sql) {
    List<Row> rows = new ArrayList<>();
    Await.get(harness.fixture.platform.pool().query(sql).execute()).forEach(rows::add);
    return rows;
  }

  long tasks() {
    return rows("SELECT count(*) FROM task").get(0).getLong(0);
  }

  /** Ends all nodes but the first two: those would take up tasks of other tests. */
  void endOthers() {
    List<Node> others = List.copyOf(nodes.subList(2, nodes.size()));
    nodes.removeAll(others);
    others.forEach(Node::close);
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
    harness.close();
  }

  /** One node. */
  final class Node {
    final SlowTools tools;
    private final Vertx vertx;
    private final PlatformDatabase database;
    private final int port = Ports.free();
    private final String keepers;
    private boolean keeps = true;

    private Node(
        Vertx vertx,
        PlatformDatabase database,
        TasksConfig tasks,
        NodeTasks.Pace pace,
        boolean product) {
      this.vertx = vertx;
      this.database = database;
      tools = new SlowTools(vertx);
      if (!product) {
        CallLimiter limiter = new CallLimiter(new LimitsConfig.Calls(4, 8, 16));
        Await.get(
            vertx.deployVerticle(
                new ToolVerticle(List.of(), limiter, new RecordedAudit(), Optional.empty())));
      }
      DatabaseListener listener =
          new DatabaseListener(vertx, harness.fixture.database.access().platform());
      RevocationListener.listen(vertx.eventBus(), listener);
      TaskNotices.listen(vertx.eventBus(), listener);
      Await.get(listener.start());
      NodeTasks node =
          new NodeTasks(
              vertx,
              database,
              harness.fixture.database.secrets(),
              tasks,
              Duration.ofMinutes(5),
              pace);
      keepers = Await.get(vertx.deployVerticle(new TasksVerticle(node)));
      Config config = config(port);
      NodeState state =
          new NodeState(
              new MemorySessions(),
              new MemoryWatches(),
              ToolNodes.here(vertx.eventBus()),
              config.limits());
      Await.get(
          vertx.deployVerticle(
              new McpVerticle(
                  config, tokens, harness.fixture.database.secrets(), key -> 0, state)));
      nodes.add(this);
    }

    TaskClient client(String token) {
      return new TaskClient("http://127.0.0.1:" + port, token);
    }

    /** Ends in order, as at a shutdown. */
    void stop() {
      keeps = false;
      Await.get(vertx.undeploy(keepers));
    }

    /** To all others it is dead from now on. */
    void cutOff() {
      keeps = false;
      Await.get(database.close());
    }

    private void close() {
      if (keeps) {
        stop();
      }
      if (vertx != harness.vertx) {
        vertx.close();
      }
    }
  }

  private static Config config(int port) {
    try {
      return ConfigLoader.load(
          Optional.empty(),
          Map.of(
              "ALTERTABLE_MCP_PORT", Integer.toString(port),
              "ALTERTABLE_MCP_URL", "http://localhost:8080",
              "ALTERTABLE_CONFORMANCE_ENABLED", "true"));
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }
}
