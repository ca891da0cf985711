package ai.altertable.mcp.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.Main;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Jvm;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** From the key to the query, and a process that is killed in the middle of it. */
class IngestProcessTest {
  private static final Path DATA = Path.of("target", "ingest-process-test").toAbsolutePath();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int BATCH = 20;

  private final int mcp = freePort();
  private final int app = freePort();
  private final int ingest = freePort();
  private final Map<String, String> environment =
      Map.of(
          "ALTERTABLE_ROLES", "mcp,app,tools,ingest",
          "ALTERTABLE_DATA_DIR", DATA.toString(),
          "ALTERTABLE_MANAGEMENT_PORT", Integer.toString(freePort()),
          "ALTERTABLE_MCP_PORT", Integer.toString(mcp),
          "ALTERTABLE_APP_PORT", Integer.toString(app),
          "ALTERTABLE_INGEST_PORT", Integer.toString(ingest));

  /** What was answered before the kill is there after it, and nothing is there twice. */
  @Test
  void nothingThatWasAnsweredIsLostWhenTheProcessIsKilled() throws Exception {
    Set<String> answered = ConcurrentHashMap.newKeySet();
    String key;
    String[] robot;
    try (Jvm product = Jvm.start(environment, Main.class)) {
      product.awaitOutput("Ctrl-C stops it.");
      robot = serviceAccount("admin");
      key = key(robot);
      AtomicBoolean killed = new AtomicBoolean();
      Thread client = new Thread(() -> send(key, answered, killed), "events");
      client.start();
      Await.until(() -> answered.size() >= 40);
      product.signal("KILL");
      product.await();
      killed.set(true);
      client.join();
    }

    try (Jvm again = Jvm.start(environment, Main.class)) {
      again.awaitOutput("Ctrl-C stops it.");
      String[] reader = serviceAccount("read");
      // the client repeats what it knows nothing of, and the first one that it knows of
      for (int i = 0; i < answered.size() + 2; i++) {
        assertThat(post(key, batch(i))).isEqualTo(200);
      }

      JsonObject counted = count(reader);

      assertThat(counted.getJsonArray("rows").getJsonArray(0).getInteger(0))
          .as("events")
          .isEqualTo(counted.getJsonArray("rows").getJsonArray(0).getInteger(1))
          .isGreaterThanOrEqualTo(answered.size() * BATCH);
      again.signal("TERM");
      assertThat(again.await()).isEqualTo(143);
    }
  }

  private void send(String key, Set<String> answered, AtomicBoolean killed) {
    for (int i = 0; !killed.get(); i++) {
      try {
        if (post(key, batch(i)) == 200) {
          answered.add(Integer.toString(i));
        }
      } catch (IOException | InterruptedException e) {
        return;
      }
    }
  }

  private static JsonArray batch(int number) {
    JsonArray batch = new JsonArray();
    for (int i = 0; i < BATCH; i++) {
      batch.add(
          new JsonObject()
              .put("event", "sent")
              .put("distinct_id", "sender-" + i)
              .put("message_id", number + "/" + i));
    }
    return batch;
  }

  private int post(String key, JsonArray batch) throws IOException, InterruptedException {
    return send("http://localhost:" + ingest + "/track", key, batch.encode()).statusCode();
  }

  private String[] serviceAccount(String scope) throws Exception {
    try (Jvm command =
        Jvm.start(
            environment,
            Main.class,
            "service-account",
            "create",
            "--organization",
            "demo",
            "--environment",
            "staging",
            "--name",
            scope,
            "--scope",
            scope)) {
      assertThat(command.await()).as(command.output()).isZero();
      return new String[] {
        find("client_id\\s+(\\S+)", command.output()),
        find("client_secret\\s+(\\S+)", command.output())
      };
    }
  }

  private static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  private String key(String[] robot) throws IOException, InterruptedException {
    String api = "http://localhost:" + app + "/api/v1";
    HttpResponse<String> made =
        send(
            api + "/organizations/demo/environments/staging/event-keys",
            token(robot, "scope=admin&resource=" + api),
            "{\"name\":\"test\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return new JsonObject(made.body()).getString("key");
  }

  private String token(String[] robot, String more) throws IOException, InterruptedException {
    String basic = Base64.getEncoder().encodeToString((robot[0] + ":" + robot[1]).getBytes());
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + app + "/oauth/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&" + more))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body()).getString("access_token");
  }

  private JsonObject count(String[] reader) throws IOException, InterruptedException {
    String sql =
        "SELECT count(*), count(DISTINCT uuid) FROM product_analytics.events WHERE event = 'sent'";
    JsonObject call =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", 1)
            .put("method", "tools/call")
            .put(
                "params",
                new JsonObject()
                    .put("name", "query_lakehouse")
                    .put("arguments", new JsonObject().put("statement", sql))
                    .put(
                        "_meta",
                        new JsonObject()
                            .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                            .put("io.modelcontextprotocol/clientCapabilities", new JsonObject())));
    String token = token(reader, "scope=read&resource=http://localhost:" + mcp + "/v1");
    HttpResponse<String> answer = send("http://localhost:" + mcp + "/v1", token, call.encode());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body().replaceFirst("(?s)^.*?data: ", ""))
        .getJsonObject("result")
        .getJsonObject("structuredContent");
  }

  private static HttpResponse<String> send(String address, String token, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "tools/call")
            .header("Mcp-Name", "query_lakehouse")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
