package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.notification;
import static ai.altertable.mcp.transport.Client.request;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.testing.RawConnection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing and calling tools over the bus, in both eras. */
class ToolCallTest {
  private static final JsonObject NONE = new JsonObject();
  private static TestEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint = new TestEndpoint();
  }

  @AfterAll
  static void stop() throws Exception {
    endpoint.close();
  }

  @BeforeEach
  void forget() {
    endpoint.tools.calls.clear();
    endpoint.tools.cancelled.clear();
  }

  private static Client client() {
    return endpoint.client().token(TestEndpoint.READ);
  }

  private static JsonObject withProgress(JsonObject params, Object token) {
    return params.copy().put("_meta", new JsonObject().put("progressToken", token));
  }

  @Test
  void listDependsOnScopesAndFeaturesAlone() {
    JsonObject read = client().modern(1, "tools/list", NONE).result();
    JsonObject write =
        endpoint.client().token(TestEndpoint.WRITE).modern(1, "tools/list", NONE).result();
    JsonObject context =
        client().path("/v1?features=context,unknown").modern(1, "tools/list", NONE).result();

    assertThat(TestTools.names(read))
        .containsExactly("echo", "progress", "wait", "busy", "broken", "large");
    assertThat(TestTools.names(write)).contains("create_thing");
    assertThat(TestTools.names(context)).containsExactly("echo");
    assertThat(client().modern(1, "tools/list", NONE).result()).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-11-25", Client.MODERN})
  void longListComesInPages(String version) {
    try (TestEndpoint many = new TestEndpoint()) {
      for (int i = 0; i < 230; i++) {
        many.tools.more.add(TestTools.tool("tool_" + i, "data", Scope.READ));
      }
      Client reader = many.client().token(TestEndpoint.READ);
      Client session = version.equals(Client.MODERN) ? null : reader.initialize(version);
      List<Object> names = new ArrayList<>();
      List<Integer> pages = new ArrayList<>();
      JsonObject params = new JsonObject();
      while (params != null) {
        JsonObject page =
            session == null
                ? reader.modern(1, "tools/list", params).result()
                : session.post(request(1, "tools/list", params)).result();
        names.addAll(TestTools.names(page).getList());
        pages.add(page.getJsonArray("tools").size());
        assertThat(page.getString("cacheScope")).isEqualTo(session == null ? "private" : null);
        String next = page.getString("nextCursor");
        params = next == null ? null : new JsonObject().put("cursor", next);
      }
      assertThat(pages).containsExactly(100, 100, 36);
      assertThat(names).doesNotHaveDuplicates().startsWith("echo").endsWith("tool_229");
    }
  }

  @Test
  void foreignCursorIsInvalid() {
    for (Object cursor : new Object[] {"nope", "", 7, "YXQ6OTk5", "YXQ6LTE"}) {
      Client.Answer answer =
          client().modern(1, "tools/list", new JsonObject().put("cursor", cursor));

      assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
    }
  }

  @Test
  void callCarriesWhoCallsAndUntilWhen() throws Exception {
    JsonObject result =
        client().modern(1, "tools/call", call("repeat", new JsonObject().put("a", 1))).result();
    ToolCall seen = endpoint.tools.calls.poll(20, SECONDS);

    assertThat(result.getJsonObject("structuredContent"))
        .isEqualTo(new JsonObject().put("echo", new JsonObject().put("a", 1)));
    assertThat(result.getString("resultType")).isEqualTo("complete");
    assertThat(result.getBoolean("isError")).isFalse();
    assertThat(seen.caller()).isEqualTo(endpoint.reader);
    assertThat(seen.callId()).hasSize(32);
    assertThat(seen.events()).isFalse();
    assertThat(seen.deadline()).isAfter(java.time.Instant.now().plusSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({"{}", "{\"name\":7}", "{\"name\":\"\"}", "'{\"name\":\"echo\",\"arguments\":[]}'"})
  void malformedCallIsAProtocolError(String params) {
    Client.Answer answer =
        client().initialize("2025-11-25").post(request(1, "tools/call", new JsonObject(params)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
  }

  @Test
  void overloadAndFaultsOfOursAreTold() {
    Client.Answer busy = client().modern(1, "tools/call", call("busy", NONE));
    Client.Answer broken = client().modern(1, "tools/call", call("broken", NONE));

    assertThat(busy.status()).isEqualTo(429);
    assertThat(busy.header("Retry-After")).isEqualTo("7");
    assertThat(broken.error().getInteger("code")).isEqualTo(-32603);
    assertThat(broken.error().getJsonObject("data").getString("correlationId"))
        .isEqualTo("correlation-1");
  }

  @ParameterizedTest
  @CsvSource({"2025-03-26", "2025-11-25", "2026-07-28"})
  void progressComesInOrderAheadOfTheResult(String version) {
    JsonObject params = withProgress(call("progress", NONE), 42);
    Client.Answer answer =
        version.equals(Client.MODERN)
            ? client().modern("r", "tools/call", params)
            : client().initialize(version).post(request("r", "tools/call", params));

    assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-cache, no-transform");
    assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
    assertThat(answer.events()).hasSize(4);
    assertThat(
            answer.events().stream()
                .limit(3)
                .map(event -> event.getJsonObject("params").getDouble("progress")))
        .containsExactly(0.0, 50.0, 100.0);
    assertThat(answer.events().get(0).getJsonObject("params").getValue("progressToken"))
        .isEqualTo(42);
    assertThat(answer.events().get(3).getValue("id")).isEqualTo("r");
    assertThat(answer.events().get(3).containsKey("result")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-11-25", Client.MODERN})
  void traceOfTheClientGoesToTheTool(String version) throws Exception {
    endpoint.tools.calls.clear();
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    JsonObject meta =
        new JsonObject()
            .put("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
            .put("tracestate", "vendor=x")
            .put("baggage", "user=alice");
    JsonObject params = call("echo", NONE).put("_meta", meta);
    if (version.equals(Client.MODERN)) {
      client().modern(1, "tools/call", params);
    } else {
      client().initialize(version).post(request(1, "tools/call", params));
    }
    ToolCall seen = endpoint.tools.calls.poll(20, SECONDS);

    assertThat(seen.trace().traceId()).isEqualTo(trace);
    assertThat(seen.trace().baggage()).isEqualTo("user=alice");
    meta.put("traceparent", "00-nonsense").put("baggage", 7);
    client().modern(2, "tools/call", params);
    assertThat(endpoint.tools.calls.poll(20, SECONDS).trace().present()).isFalse();
  }

  @Test
  void closingTheStreamCancelsInTheModernEra() throws Exception {
    JsonObject params = withProgress(call("wait", NONE), "p");
    CompletableFuture<HttpResponse<String>> pending =
        client()
            .modernHeaders("tools/call", params)
            .later(Client.modernRequest(1, "tools/call", params));
    ToolCall running = endpoint.tools.calls.poll(20, SECONDS);
    pending.cancel(true);

    assertThat(endpoint.tools.cancelled.poll(20, SECONDS)).isEqualTo(running.callId());
  }

  @Test
  void notificationCancelsInTheLegacyEraOnAnyEventLoop() throws Exception {
    Client session = client().initialize("2025-11-25");
    CompletableFuture<HttpResponse<String>> pending =
        session.later(request(5, "tools/call", call("wait", NONE)));
    ToolCall running = endpoint.tools.calls.poll(20, SECONDS);
    JsonObject cancel =
        notification("notifications/cancelled", new JsonObject().put("requestId", 5));

    assertThat(session.post(cancel).status()).isEqualTo(202);
    assertThat(endpoint.tools.cancelled.poll(20, SECONDS)).isEqualTo(running.callId());
    HttpResponse<String> answer = pending.get(20, SECONDS);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("jsonrpc");
  }

  @Test
  void nobodyCancelsWhatAnotherCalled() throws Exception {
    Client session = client().initialize("2025-11-25");
    CompletableFuture<HttpResponse<String>> pending =
        session.later(request(6, "tools/call", call("wait", NONE)));
    endpoint.tools.calls.poll(20, SECONDS);
    JsonObject cancel =
        notification("notifications/cancelled", new JsonObject().put("requestId", 6));
    JsonObject text =
        notification("notifications/cancelled", new JsonObject().put("requestId", "6"));

    client().initialize("2025-11-25").post(cancel);
    session.post(text);
    session.token(TestEndpoint.WRITE).post(cancel);
    session.post(request(7, "ping", NONE));
    assertThat(endpoint.tools.cancelled).isEmpty();
    endpoint.tools.release();
    assertThat(pending.get(20, SECONDS).body()).contains("released");
  }

  @Test
  void requestIdInUseIsRefused() throws Exception {
    JsonObject wait = request(8, "tools/call", call("wait", NONE));
    Client session = client().initialize("2025-03-26");
    CompletableFuture<HttpResponse<String>> batch =
        session.later(new JsonArray().add(wait).add(wait).encode());
    endpoint.tools.calls.poll(20, SECONDS);
    endpoint.tools.release();

    JsonArray answers = new JsonArray(batch.get(20, SECONDS).body());
    assertThat(answers.getJsonObject(0).getJsonObject("result")).isNotNull();
    assertThat(answers.getJsonObject(1).getJsonObject("error").getInteger("code"))
        .isEqualTo(-32600);
  }

  @Test
  void silentCallTurnsIntoAStreamThatKeepsTheConnection() throws Exception {
    JsonObject params = call("wait", NONE);
    HttpResponse<InputStream> response =
        client()
            .modernHeaders("tools/call", params)
            .open("POST", Client.modernRequest(1, "tools/call", params).encode());
    // The head came although the call still runs.
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    endpoint.tools.release();
    try (InputStream body = response.body()) {
      assertThat(new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("released");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-11-25", Client.MODERN})
  void clientThatNeverReadsCostsNoMemory(String version) throws Exception {
    endpoint.tools.calls.clear();
    JsonObject params = withProgress(call("large", new JsonObject().put("events", 20_000)), 1);
    boolean modern = version.equals(Client.MODERN);
    String body =
        (modern ? Client.modernRequest(1, "tools/call", params) : request(1, "tools/call", params))
            .encode();
    String session = modern ? "none" : client().initialize(version).sessionId();
    long before = used();
    try (RawConnection connection = new RawConnection(endpoint.port)) {
      connection.send(
          "POST /v1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Accept: */*\r\nMcp-Method: tools/call\r\nMcp-Name: large\r\n"
              + "MCP-Protocol-Version: "
              + version
              + "\r\nMcp-Session-Id: "
              + session
              + "\r\nAuthorization: Bearer "
              + TestEndpoint.READ
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      connection.readUntil("notifications/progress");
      ToolCall running = endpoint.tools.calls.poll(20, SECONDS);
      while (!running.tool().equals("large")) {
        running = endpoint.tools.calls.poll(20, SECONDS);
      }
      // 200 MB of events were sent; the endpoint still answers, and kept next to nothing of them.
      assertThat(client().modern(2, "tools/call", call("echo", NONE)).status()).isEqualTo(200);
      assertThat(used() - before).isLessThan(60_000_000L);
      assertThat(running.events()).isTrue();
    }
    endpoint.tools.release();
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
