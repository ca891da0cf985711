package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.Application;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ConfigLoader;
import ai.altertable.mcp.identity.AdminCreateCommand;
import ai.altertable.mcp.oauth.client.ServiceAccountCreateCommand;
import ai.altertable.mcp.platform.Command;
import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Ports;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two whole servers, as they stand behind a balancer: they share the database, the key and their
 * public names, and nothing else. Set up from the command line, with tokens of the authorization
 * server.
 */
@Timeout(120)
class TwoServersTest {
  private static final String ENTITIES = "altertable://ontology/entities/";
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final int[] MCP = {Ports.free(), Ports.free(), 0};
  private static final int[] APP = {Ports.free(), Ports.free(), 0};
  private static final Application[] SERVERS = new Application[2];
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    SERVERS[0] = Application.start(config(0));
    SERVERS[1] = Application.start(config(1));
    String account;
    try (Platform beside = Platform.attach(config(2))) {
      run(
          beside,
          new AdminCreateCommand(
              new ByteArrayInputStream("a long enough password\n".getBytes(UTF_8))),
          "--email admin@example.com --organization acme --password-stdin");
      account =
          run(
              beside,
              new ServiceAccountCreateCommand(),
              "--organization acme --environment production --name agent --scope write");
    }
    token = token(word(account, "client_id"), word(account, "client_secret"));
  }

  @AfterAll
  static void stop() {
    for (Application server : SERVERS) {
      if (server != null) {
        server.close();
      }
    }
  }

  private static String run(Platform platform, Command command, String arguments) {
    return Await.get(command.run(platform, List.of(arguments.split(" "))));
  }

  private static String word(String text, String before) {
    String[] words = text.split("\\s+");
    return words[Arrays.asList(words).indexOf(before) + 1];
  }

  private static String token(String id, String secret) throws Exception {
    String basic = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(UTF_8));
    String form =
        "grant_type=client_credentials&scope=write&resource="
            + URLEncoder.encode("http://localhost:" + MCP[0] + "/v1", UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + APP[1] + "/oauth/token"))
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body()).getString("access_token");
  }

  private static Config config(int server) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("ALTERTABLE_DATABASE_URL", url(DATABASE.access().platform()));
    settings.put("ALTERTABLE_LAKEHOUSE_ADMIN_URL", url(DATABASE.access().admin()));
    settings.put("ALTERTABLE_SECRETS_KEY", KEY);
    settings.put("ALTERTABLE_DEMO_ENABLED", "false");
    settings.put("ALTERTABLE_DATA_DIR", Path.of("target", "two-servers-" + server).toString());
    settings.put("ALTERTABLE_MCP_PORT", Integer.toString(MCP[server]));
    settings.put("ALTERTABLE_MCP_URL", "http://localhost:" + MCP[0]);
    settings.put("ALTERTABLE_APP_PORT", Integer.toString(APP[server]));
    settings.put("ALTERTABLE_APP_URL", "http://localhost:" + APP[0]);
    settings.put("ALTERTABLE_MANAGEMENT_PORT", "0");
    return ConfigLoader.load(Optional.empty(), settings);
  }

  private static String url(PgConnectOptions options) {
    return "postgresql://"
        + options.getUser()
        + ":"
        + URLEncoder.encode(options.getPassword(), UTF_8)
        + "@127.0.0.1:"
        + options.getPort()
        + "/"
        + options.getDatabase();
  }

  private static Client agent(int server) {
    return new Client("http://localhost:" + MCP[server]).token(token);
  }

  private static JsonObject tool(int server, String name, JsonObject arguments) {
    Client.Answer answer = agent(server).modern(1, "tools/call", call(name, arguments));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonObject result = answer.result();
    assertThat(result.getBoolean("isError", false)).as(result.encode()).isFalse();
    return result.getJsonObject("structuredContent");
  }

  private static String insight(int server, String title) {
    JsonObject sql =
        new JsonObject()
            .put("title", title)
            .put("kind", "sql")
            .put("sql_definition", new JsonObject().put("statement", "SELECT 1 AS n"))
            .put(
                "sql_parameters", new JsonObject().put("y_axis_columns", new JsonArray().add("n")));
    return tool(server, "create_insight", sql).getString("slug");
  }

  private static void rename(int server, String slug, String title) {
    tool(server, "update_insight", new JsonObject().put("slug", slug).put("title", title));
  }

  private static void assertUpdated(EventReader reader, String slug) {
    JsonObject message = reader.next();
    while (message.getString("method").equals("notifications/resources/list_changed")) {
      message = reader.next();
    }
    assertThat(message.getString("method")).isEqualTo("notifications/resources/updated");
    assertThat(message.getJsonObject("params").getString("uri")).isEqualTo(ENTITIES + slug);
  }

  @Test
  void savingAnInsightIsHeardByStatelessAgentsOfTheOtherServer() {
    String slug = insight(0, "Before");
    JsonObject wanted =
        new JsonObject()
            .put("resourceSubscriptions", new JsonArray().add(ENTITIES + slug))
            .put("resourcesListChanged", true);
    JsonObject params = new JsonObject().put("notifications", wanted);
    Client listening = agent(1).modernHeaders("subscriptions/listen", params);
    String listen = Client.modernRequest(7, "subscriptions/listen", params).encode();
    try (EventReader reader = new EventReader(listening.open("POST", listen))) {
      assertThat(reader.next().getString("method"))
          .isEqualTo("notifications/subscriptions/acknowledged");

      rename(0, slug, "After");
      assertUpdated(reader, slug);
      insight(0, "Another");
      assertThat(reader.next().getString("method"))
          .isEqualTo("notifications/resources/list_changed");
    }
    Client.Answer read =
        agent(1).modern(2, "resources/read", new JsonObject().put("uri", ENTITIES + slug));
    assertThat(read.body()).contains("After");
  }

  @Test
  void savingAnInsightIsHeardBySessionsOfTheOtherServer() {
    String slug = insight(1, "Before");
    Client session = agent(0).initialize("2025-11-25");
    JsonObject watched = new JsonObject().put("uri", ENTITIES + slug);
    try (EventReader reader = new EventReader(session.open("GET", null))) {
      // A balancer may send each request of a session elsewhere.
      Client elsewhere = agent(1).like(session);
      assertThat(elsewhere.post(request(2, "resources/subscribe", watched)).result()).isEmpty();

      rename(1, slug, "After");
      assertUpdated(reader, slug);
    }
    assertThat(agent(1).like(session).send("DELETE", null).status()).isBetween(200, 299);
    Await.until(() -> session.post(request(3, "ping", new JsonObject())).status() == 404);
  }
}
