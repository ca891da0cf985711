package ai.altertable.mcp.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.Main;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The product as processes on one data directory and ports of their own, and a service account's
 * way through it.
 */
public final class TestProduct {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String TOOL = "query_lakehouse";

  private final int mcp;
  private final int app;
  private final Map<String, String> environment;

  /** A service account and its secret. */
  public record Robot(String id, String secret) {}

  /**
   * @param data its {@code data.dir}
   * @param more settings, as environment variables
   */
  public TestProduct(Path data, Map<String, String> more) {
    this(data, more, Ports.free(), Ports.free());
  }

  private TestProduct(Path data, Map<String, String> more, int mcp, int app) {
    this.mcp = mcp;
    this.app = app;
    environment = new HashMap<>(more);
    environment.put("ALTERTABLE_DATA_DIR", data.toString());
    environment.put("ALTERTABLE_MANAGEMENT_PORT", Integer.toString(Ports.free()));
    environment.put("ALTERTABLE_MCP_PORT", Integer.toString(mcp));
    environment.put("ALTERTABLE_APP_PORT", Integer.toString(app));
  }

  /** The same under the same names, on another data directory. */
  public TestProduct on(Path data) {
    return new TestProduct(data, environment, mcp, app);
  }

  /** Origin of the app. */
  public String app() {
    return "http://localhost:" + app;
  }

  /** What its processes find in their environment beside our own. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** Answers 200 when it is ready. */
  public URI ready() {
    return URI.create(
        "http://127.0.0.1:" + environment.get("ALTERTABLE_MANAGEMENT_PORT") + "/health/ready");
  }

  /** Starts it, and returns when it is ready. */
  public Jvm start() throws IOException {
    Jvm product = Jvm.start(environment, Main.class);
    try {
      product.awaitOutput("Ctrl-C stops it.");
      return product;
    } catch (AssertionError e) {
      product.close();
      throw e;
    }
  }

  /** Starts a command. */
  public Jvm command(String... words) throws IOException {
    return Jvm.start(environment, Main.class, words);
  }

  /** Makes a service account of the demo organization. */
  public Robot serviceAccount(String environmentName, String scope) throws Exception {
    try (Jvm command =
        command(
            "service-account",
            "create",
            "--organization",
            "demo",
            "--environment",
            environmentName,
            "--name",
            scope,
            "--scope",
            scope)) {
      assertThat(command.await()).as(command.output()).isZero();
      return new Robot(
          find("client_id\\s+(\\S+)", command.output()),
          find("client_secret\\s+(\\S+)", command.output()));
    }
  }

  private static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  /**
   * Asks for an access token.
   *
   * @param more parameters beside the grant type, encoded
   */
  public String token(Robot robot, String more) throws IOException, InterruptedException {
    String basic = Base64.getEncoder().encodeToString((robot.id + ":" + robot.secret).getBytes());
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(app() + "/oauth/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&" + more))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body()).getString("access_token");
  }

  /**
   * A new key for product events.
   *
   * @param robot may administer
   */
  public String eventKey(Robot robot, String environmentName)
      throws IOException, InterruptedException {
    String api = app() + "/api/v1";
    HttpResponse<String> made =
        post(
            api + "/organizations/demo/environments/" + environmentName + "/event-keys",
            token(robot, "scope=admin&resource=" + api),
            "{\"name\":\"test\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return new JsonObject(made.body()).getString("key");
  }

  /** An access token that may read. */
  public String reading(Robot robot) throws IOException, InterruptedException {
    return token(robot, "scope=read&resource=http://localhost:" + mcp + "/v1");
  }

  /** The structured result of a query. */
  public JsonObject query(String token, String sql) throws IOException, InterruptedException {
    JsonObject call =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", 1)
            .put("method", "tools/call")
            .put(
                "params",
                new JsonObject()
                    .put("name", TOOL)
                    .put("arguments", new JsonObject().put("statement", sql))
                    .put(
                        "_meta",
                        new JsonObject()
                            .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                            .put("io.modelcontextprotocol/clientCapabilities", new JsonObject())));
    HttpResponse<String> answer = post("http://localhost:" + mcp + "/v1", token, call.encode());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonObject result =
        new JsonObject(answer.body().replaceFirst("(?s)^.*?data: ", "")).getJsonObject("result");
    assertThat(result.getBoolean("isError", false)).as(answer.body()).isFalse();
    return result.getJsonObject("structuredContent");
  }

  /** Posts JSON; the headers are those that queries need. */
  public static HttpResponse<String> post(String address, String token, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "tools/call")
            .header("Mcp-Name", TOOL)
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
