package ai.altertable.mcp.testing;

import ai.altertable.mcp.administration.Administration;
import ai.altertable.mcp.administration.KeptAnswers;
import ai.altertable.mcp.api.ApiRoutes;
import ai.altertable.mcp.api.Contract;
import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.charts.ChartPainter;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ConfigException;
import ai.altertable.mcp.config.ConfigLoader;
import ai.altertable.mcp.config.DemoConfig;
import ai.altertable.mcp.console.AppBundle;
import ai.altertable.mcp.console.AppVerticle;
import ai.altertable.mcp.console.EnvironmentReading;
import ai.altertable.mcp.console.Pages;
import ai.altertable.mcp.delivery.ChannelPolicy;
import ai.altertable.mcp.delivery.Channels;
import ai.altertable.mcp.identity.DemoOrganization;
import ai.altertable.mcp.identity.FirstStart;
import ai.altertable.mcp.identity.Identity;
import ai.altertable.mcp.identity.Passwords;
import ai.altertable.mcp.oauth.AuthorizationServer;
import ai.altertable.mcp.oauth.resource.JwtBearerAuthenticator;
import ai.altertable.mcp.platform.AuditWriter;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.RevocationListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running app origin over a database of its own, with the demo organization. */
public final class TestApp implements AutoCloseable {
  public static final String PASSWORD = "correct horse battery staple";
  public static final String RESOURCE = "http://localhost:8080/v1";

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase testDatabase;
  private final PlatformDatabase database;
  private final Config config;
  private final RecordedAudit audit;
  private final AuthorizationServer server;
  private final JwtBearerAuthenticator authenticator;
  private final DatabaseListener listener;
  private final DemoOrganization demo;

  private TestApp(TestDatabase testDatabase, Map<String, String> settings, boolean written) {
    this.testDatabase = testDatabase;
    this.database = testDatabase.connect(vertx);
    this.audit =
        new RecordedAudit(
            written
                ? Optional.of(new AuditWriter(vertx, database.pool(), 1_000))
                : Optional.empty());
    this.config = config(settings);
    Passwords passwords = new Passwords(new BoundedWorker(vertx, "passwords", 2, 100));
    DemoConfig wanted = new DemoConfig(true, Optional.of(PASSWORD));
    this.demo = Await.get(new FirstStart(database, passwords).run(wanted)).orElseThrow();
    this.server = new AuthorizationServer(vertx, config, database, testDatabase.secrets(), audit);
    this.authenticator = JwtBearerAuthenticator.create(vertx, config, database);
    BusCodecs.register(vertx.eventBus());
    authenticator.follow(vertx.eventBus());
    this.listener = new DatabaseListener(vertx, testDatabase.access().platform());
    RevocationListener.listen(vertx.eventBus(), listener);
    Await.get(listener.start());
    Administration administration =
        Administration.create(
            database,
            audit,
            TestConnections.of(vertx, database, testDatabase.secrets(), audit),
            new Channels(testDatabase.secrets()),
            new ChannelPolicy(config.app().notifications()));
    Identity identity =
        Identity.create(vertx, config.app(), database, testDatabase.secrets(), passwords);
    ApiRoutes api =
        new ApiRoutes(
            config,
            Contract.read(config.app().apiResource()),
            administration,
            server.admins(),
            new KeptAnswers(database, testDatabase.secrets()));
    Pages pages = Pages.load(vertx, config.app().https());
    Await.get(
        vertx.deployVerticle(
            new AppVerticle(
                config,
                identity,
                server,
                testDatabase.secrets(),
                audit,
                administration,
                Future.succeededFuture(new AppBundle(pages, List.of(api::mount))),
                new EnvironmentReading(
                    vertx.eventBus(), ToolNodes.here(vertx.eventBus()), new ChartPainter(vertx)))));
  }

  /** A new app over a new database. */
  public static TestApp start() {
    return start(TestDatabase.create(), Map.of());
  }

  /** An app over a database that may be shared, with settings as environment variables. */
  public static TestApp start(TestDatabase database, Map<String, String> settings) {
    return new TestApp(database, settings, false);
  }

  /** An app over a new database, whose audit log is in it as in production. */
  public static TestApp audited() {
    return new TestApp(TestDatabase.create(), Map.of(), true);
  }

  private static Config config(Map<String, String> settings) {
    int port = Ports.free();
    Map<String, String> environment = new HashMap<>(settings);
    environment.putIfAbsent("ALTERTABLE_APP_PORT", String.valueOf(port));
    environment.putIfAbsent("ALTERTABLE_APP_URL", "http://localhost:" + port);
    try {
      return ConfigLoader.load(Optional.empty(), environment);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public String issuer() {
    return config.app().issuer();
  }

  public Vertx vertx() {
    return vertx;
  }

  public Config config() {
    return config;
  }

  public TestDatabase testDatabase() {
    return testDatabase;
  }

  public PlatformDatabase database() {
    return database;
  }

  public RecordedAudit audit() {
    return audit;
  }

  public AuthorizationServer server() {
    return server;
  }

  public JwtBearerAuthenticator authenticator() {
    return authenticator;
  }

  public DemoOrganization demo() {
    return demo;
  }

  /** Runs a statement on the app's database. */
  public void execute(String sql) {
    Await.get(database.pool().query(sql).execute());
  }

  /** The one text that a statement on the app's database gives. */
  public String text(String sql) {
    return Await.get(database.pool().query(sql).execute()).iterator().next().getString(0);
  }

  @Override
  public void close() {
    Await.get(listener.close());
    Await.get(audit.close());
    Await.get(vertx.close());
  }
}
