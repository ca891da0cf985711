package ai.altertable.mcp.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.Application;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ConfigException;
import ai.altertable.mcp.config.ConfigLoader;
import ai.altertable.mcp.oauth.client.ServiceAccounts;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole product as it is started from the command line, in this process, on a database of its
 * own, with an environment acme/production and an agent that may read and write there.
 */
public final class WholeProduct implements AutoCloseable {
  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String REVISION = "2025-11-25";

  private final Vertx vertx = Vertx.vertx();
  private final WebClient http = WebClient.create(vertx);
  private final TestDatabase database;
  private final Config config;
  private final Application application;
  private final String adminToken;
  private String token;
  private String session;

  private WholeProduct(Map<String, String> settings) {
    database = TestDatabase.create();
    config = config(settings);
    application = Application.start(config);
    PlatformDatabase platform = database.connect(vertx);
    addEnvironment(platform);
    token = agent(platform, "Agent");
    adminToken =
        token(
            platform,
            new ServiceAccounts.Wanted("Robot", Set.of(Scope.READ), true, Optional.empty()),
            "admin",
            config.app().apiResource());
    session = shakeHands();
  }

  private WholeProduct(WholeProduct first, Map<String, String> settings) {
    database = first.database;
    config = config(settings);
    application = Application.start(config);
    adminToken = first.adminToken;
    token = first.token;
    session = first.session;
  }

  private Config config(Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("ALTERTABLE_DATABASE_URL", url(database.access().platform()));
    environment.put("ALTERTABLE_LAKEHOUSE_ADMIN_URL", url(database.access().admin()));
    environment.put("ALTERTABLE_SECRETS_KEY", KEY);
    environment.put("ALTERTABLE_DEMO_ENABLED", "false");
    // Tests wait for what they want by asking again and again.
    environment.put("ALTERTABLE_LIMITS_TOKEN_RATE", "100000");
    environment.put("ALTERTABLE_LIMITS_TOKEN_BURST", "100000");
    for (String listener : List.of("MCP", "APP", "INGEST", "MANAGEMENT")) {
      environment.put("ALTERTABLE_" + listener + "_PORT", String.valueOf(Ports.free()));
    }
    environment.putAll(settings);
    try {
      return ConfigLoader.load(Optional.empty(), environment);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Starts it.
   *
   * @param settings as environment variables
   */
  public static WholeProduct start(Map<String, String> settings) {
    return new WholeProduct(settings);
  }

  /**
   * Starts another node on the same database, for the same agent with its token and its session.
   *
   * @param settings as environment variables; {@code mcp.url} and {@code app.url} must be the same
   */
  public WholeProduct beside(Map<String, String> settings) {
    return new WholeProduct(this, settings);
  }

  /** Its database. */
  public TestDatabase database() {
    return database;
  }

  public Config config() {
    return config;
  }

  public WebClient http() {
    return http;
  }

  /** The agent's access token. */
  public String token() {
    return token;
  }

  /** Calls a method of the endpoint as the agent. */
  public HttpResponse<Buffer> call(String method, Map<String, ?> params) {
    return call(method, params, Map.of());
  }

  /**
   * The same.
   *
   * @param headers of the request, beside those that it needs
   */
  public HttpResponse<Buffer> call(
      String method, Map<String, ?> params, Map<String, String> headers) {
    return Await.get(
        post()
            .putHeaders(MultiMap.caseInsensitiveMultiMap().addAll(headers))
            .bearerTokenAuthentication(token)
            .putHeader("Mcp-Session-Id", session)
            .putHeader("MCP-Protocol-Version", REVISION)
            .sendJsonObject(message(method, params)));
  }

  /** Calls a tool as the agent, and gives its result, which may be an error's. */
  public JsonObject tool(String name, JsonObject arguments) {
    HttpResponse<Buffer> answer =
        call("tools/call", Map.of("name", name, "arguments", arguments.getMap()));
    return result(answer.bodyAsString());
  }

  /** The result in an answer: a call that takes long is answered by a stream, which it ends. */
  public static JsonObject result(String body) {
    return new JsonObject(body.substring(body.lastIndexOf("{\"jsonrpc\""))).getJsonObject("result");
  }

  /**
   * Asks the administration API for something, as an administrator of acme.
   *
   * @param path below {@code /api/v1/organizations/acme/environments/production}
   */
  public HttpResponse<Buffer> administer(HttpMethod method, String path, JsonObject body) {
    return Await.get(
        http.request(
                method,
                config.app().listen().port(),
                "localhost",
                "/api/v1/organizations/acme/environments/production" + path)
            .bearerTokenAuthentication(adminToken)
            .sendJsonObject(body));
  }

  /** The one text that a statement on the platform's database gives. */
  public String text(String sql) {
    return Await.get(database.superuser(vertx).query(sql).execute()).iterator().next().getString(0);
  }

  private HttpRequest<Buffer> post() {
    return http.post(config.mcp().listen().port(), "localhost", "/v1")
        .putHeader("Accept", "application/json, text/event-stream");
  }

  private static JsonObject message(String method, Map<String, ?> params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", 1)
        .put("method", method)
        .put("params", params);
  }

  private String shakeHands() {
    Map<String, ?> params =
        Map.of(
            "protocolVersion",
            REVISION,
            "capabilities",
            Map.of(),
            "clientInfo",
            Map.of("name", "test", "version", "1"));
    return Await.get(
            post().bearerTokenAuthentication(token).sendJsonObject(message("initialize", params)))
        .getHeader("Mcp-Session-Id");
  }

  /** Gives the agent another account, another token and another session, from this node. */
  public void signInAnew() {
    token = agent(database.connect(vertx), "Agent anew");
    session = shakeHands();
  }

  private String agent(PlatformDatabase platform, String name) {
    return token(
        platform,
        new ServiceAccounts.Wanted(name, Set.of(Scope.READ, Scope.WRITE), false, Optional.empty()),
        "read write",
        config.mcp().canonicalResource());
  }

  private static void addEnvironment(PlatformDatabase platform) {
    Await.get(
        platform
            .pool()
            .query(
                "WITH o AS (INSERT INTO organization (slug, name) VALUES ('acme', 'Acme')"
                    + " RETURNING id) INSERT INTO environment (organization_id, slug, name)"
                    + " SELECT id, 'production', 'Production' FROM o")
            .execute());
  }

  private String token(
      PlatformDatabase platform, ServiceAccounts.Wanted wanted, String scope, String resource) {
    ServiceAccounts.Credentials account =
        Await.get(
            new ServiceAccounts(platform, new RecordedAudit())
                .create("acme", "production", wanted));
    MultiMap form =
        MultiMap.caseInsensitiveMultiMap()
            .add("grant_type", "client_credentials")
            .add("scope", scope)
            .add("resource", resource);
    return Await.get(
            http.post(config.app().listen().port(), "localhost", "/oauth/token")
                .basicAuthentication(account.clientId(), account.clientSecret().orElseThrow())
                .sendForm(form))
        .bodyAsJsonObject()
        .getString("access_token");
  }

  private static String url(PgConnectOptions login) {
    return "postgresql://"
        + login.getUser()
        + ":"
        + URLEncoder.encode(login.getPassword(), UTF_8)
        + "@"
        + login.getHost()
        + ":"
        + login.getPort()
        + "/"
        + login.getDatabase();
  }

  @Override
  public void close() {
    application.close();
    Await.get(vertx.close());
  }
}
