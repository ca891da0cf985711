package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ContentChanged;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions to clients, and news for those that listen. */
@Timeout(30)
class DialogTest {
  private static final JsonObject NONE = new JsonObject();
  private static final String STATEFUL = "test_input_required_result_request_state";
  private static TestEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint = ConformanceEndpoint.start();
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  private static Client client() {
    return endpoint.client().token(TestEndpoint.READ);
  }

  private static JsonObject declared(String capability) {
    return new JsonObject()
        .put(
            "_meta",
            new JsonObject()
                .put("io.modelcontextprotocol/protocolVersion", Client.MODERN)
                .put(
                    "io.modelcontextprotocol/clientCapabilities",
                    new JsonObject().put(capability, NONE)));
  }

  private static Client.Answer ask(String token, JsonObject params) {
    return endpoint
        .client()
        .token(token)
        .modernHeaders("tools/call", params)
        .post(request(1, "tools/call", params));
  }

  private static JsonObject stateful() {
    return call(STATEFUL, NONE).mergeIn(declared("elicitation"));
  }

  private static JsonObject answered(String state) {
    JsonObject accepted =
        new JsonObject().put("action", "accept").put("content", new JsonObject().put("ok", true));
    return stateful()
        .put("inputResponses", new JsonObject().put("confirm", accepted))
        .put("requestState", state);
  }

  private static String handedOut() {
    return ask(TestEndpoint.READ, stateful()).result().getString("requestState");
  }

  @Test
  void statelessClientGetsTheQuestionAndComesAgain() {
    JsonObject first = ask(TestEndpoint.READ, stateful()).result();
    JsonObject second = ask(TestEndpoint.READ, answered(first.getString("requestState"))).result();

    assertThat(first.getString("resultType")).isEqualTo("input_required");
    assertThat(first.getJsonObject("inputRequests").fieldNames()).containsExactly("confirm");
    assertThat(second.getString("resultType")).isEqualTo("complete");
    assertThat(second.encode()).contains("state-ok");
  }

  @Test
  void stateIsGoodForItsOwnRequestOnly() {
    String state = handedOut();
    JsonObject otherArguments = answered(state).put("arguments", new JsonObject().put("a", 1));
    JsonObject otherTool = answered(state).put("name", "test_input_required_result_tampered_state");

    for (Client.Answer answer :
        new Client.Answer[] {
          ask(TestEndpoint.READ, answered(state + "A")),
          ask(TestEndpoint.READ, answered("x")),
          ask(TestEndpoint.READ, otherArguments),
          ask(TestEndpoint.READ, otherTool),
          ask(TestEndpoint.WRITE, answered(state))
        }) {
      assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
    }
  }

  @Test
  void clientIsNotAskedForWhatItDidNotDeclare() {
    JsonObject params = call(STATEFUL, NONE).mergeIn(declared("sampling"));
    Client.Answer answer = ask(TestEndpoint.READ, params);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32021);
    assertThat(answer.error().getJsonObject("data").getJsonObject("requiredCapabilities"))
        .isEqualTo(
            new JsonObject().put("elicitation", new JsonObject().put("form", new JsonObject())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-06-18", "2025-11-25"})
  void legacyClientIsAskedOnTheStreamOfItsRequest(String version) throws IOException {
    Client session = client().initialize(version, new JsonObject().put("elicitation", NONE));
    HttpResponse<InputStream> stream =
        session.open("POST", request(5, "tools/call", call(STATEFUL, NONE)).encode());
    try (BufferedReader lines = lines(stream)) {
      JsonObject question = next(lines);
      assertThat(question.getString("method")).isEqualTo("elicitation/create");
      JsonObject answer =
          new JsonObject()
              .put("jsonrpc", "2.0")
              .put("id", question.getValue("id"))
              .put("result", new JsonObject().put("action", "accept").put("content", NONE));

      // Another session of the same user cannot answer it, nor another user in this session.
      client().initialize(version).post(answer);
      assertThat(session.token(TestEndpoint.WRITE).post(answer).status()).isEqualTo(404);
      assertThat(session.token(TestEndpoint.READ).post(answer).status()).isEqualTo(202);
      JsonObject last = next(lines);
      assertThat(last.getValue("id")).isEqualTo(5);
      assertThat(last.encode()).contains("state-ok");
    }
  }

  @Test
  void legacyClientIsAskedForItsModel() throws IOException {
    Client session = client().initialize("2025-11-25", new JsonObject().put("sampling", NONE));
    JsonObject asking = call("test_sampling", new JsonObject().put("prompt", "Say it"));
    HttpResponse<InputStream> stream =
        session.open("POST", request(6, "tools/call", asking).encode());
    try (BufferedReader lines = lines(stream)) {
      JsonObject question = next(lines);
      assertThat(question.getString("method")).isEqualTo("sampling/createMessage");
      JsonObject said =
          new JsonObject()
              .put("role", "assistant")
              .put("content", new JsonObject().put("type", "text").put("text", "It"))
              .put("model", "test");
      session.post(
          new JsonObject()
              .put("jsonrpc", "2.0")
              .put("id", question.getValue("id"))
              .put("result", said));

      assertThat(next(lines).encode()).contains("LLM response: It");
    }
    assertThat(client().initialize("2025-11-25").post(request(7, "tools/call", asking)).body())
        .contains("cannot be asked");
  }

  @Test
  void statelessClientIsAskedForItsModelOnlyWhenItSaysThatItHasOne() {
    JsonObject asking = call("test_input_required_result_sampling", NONE);
    JsonObject asked = ask(TestEndpoint.READ, asking.copy().mergeIn(declared("sampling"))).result();

    assertThat(asked.getString("resultType")).isEqualTo("input_required");
    assertThat(asked.getJsonObject("inputRequests").encode()).contains("sampling/createMessage");
    assertThat(
            ask(TestEndpoint.READ, asking.copy().mergeIn(declared("elicitation")))
                .error()
                .getInteger("code"))
        .isEqualTo(-32021);
  }

  @Test
  void sessionHearsLogsOfTheLevelThatItSet() {
    Client session = client().initialize("2025-11-25");
    JsonObject logging = request(2, "tools/call", call("test_tool_with_logging", NONE));

    assertThat(session.post(logging).body()).doesNotContain("notifications/message");
    assertThat(level(session, "info").result()).isEqualTo(NONE);
    List<JsonObject> events = session.post(logging).events();
    assertThat(events).hasSize(4);
    assertThat(events.get(0).getString("method")).isEqualTo("notifications/message");
    assertThat(events.get(0).getJsonObject("params").getString("level")).isEqualTo("info");
    assertThat(level(session, "error").result()).isEqualTo(NONE);
    assertThat(session.post(logging).body()).doesNotContain("notifications/message");
    assertThat(level(session, "loud").error().getInteger("code")).isEqualTo(-32602);
  }

  private static Client.Answer level(Client session, String level) {
    return session.post(request(3, "logging/setLevel", new JsonObject().put("level", level)));
  }

  @Test
  void statelessClientHearsLogsOfTheLevelThatItsRequestNames() {
    JsonObject silent = call("test_logging_tool", NONE);

    assertThat(client().modern(1, "tools/call", silent).body())
        .doesNotContain("notifications/message");
    assertThat(client().modern(1, "tools/call", logging("debug")).events()).hasSize(4);
    assertThat(client().modern(1, "tools/call", logging("warning")).body())
        .doesNotContain("notifications/message");
    assertThat(client().modern(1, "tools/call", logging("loud")).error().getInteger("code"))
        .isEqualTo(-32602);
  }

  private static JsonObject logging(String level) {
    return call("test_logging_tool", NONE)
        .put("_meta", new JsonObject().put("io.modelcontextprotocol/logLevel", level));
  }

  @Test
  void legacyClientThatCannotBeAskedIsTold() {
    JsonObject result =
        client()
            .initialize("2025-11-25")
            .post(request(1, "tools/call", call(STATEFUL, NONE)))
            .result();

    assertThat(result.getBoolean("isError")).isTrue();
    assertThat(result.encode()).contains("cannot be asked");
  }

  @Test
  void listenerHearsWhatItAskedForAndNothingElse() throws IOException {
    JsonObject wanted =
        new JsonObject()
            .put("promptsListChanged", true)
            .put("resourceSubscriptions", new JsonArray().add("test://mine"));
    try (BufferedReader lines =
        lines(listen("listen-1", new JsonObject().put("notifications", wanted)))) {
      JsonObject acknowledged = next(lines);
      publish(ContentChanged.list(ContentChanged.Kind.TOOLS));
      publish(resource("test://other", endpoint.reader.tenant().environmentId()));
      publish(resource("test://mine", UUID.randomUUID()));
      publish(resource("test://mine", endpoint.reader.tenant().environmentId()));
      JsonObject updated = next(lines);
      publish(ContentChanged.list(ContentChanged.Kind.PROMPTS));
      JsonObject changed = next(lines);

      assertThat(acknowledged.getString("method"))
          .isEqualTo("notifications/subscriptions/acknowledged");
      assertThat(acknowledged.getJsonObject("params").getJsonObject("notifications"))
          .isEqualTo(wanted);
      assertThat(updated.getString("method")).isEqualTo("notifications/resources/updated");
      assertThat(updated.getJsonObject("params").getString("uri")).isEqualTo("test://mine");
      assertThat(changed.getString("method")).isEqualTo("notifications/prompts/list_changed");
      for (JsonObject frame : new JsonObject[] {acknowledged, updated, changed}) {
        assertThat(
                frame
                    .getJsonObject("params")
                    .getJsonObject("_meta")
                    .getValue("io.modelcontextprotocol/subscriptionId"))
            .isEqualTo("listen-1");
      }
    }
  }

  @Test
  void sessionHearsOfWhatItSubscribedToOnItsStandingStream() throws IOException {
    Client session = client().initialize("2025-11-25");
    JsonObject watched = new JsonObject().put("uri", "test://watched-resource");
    try (BufferedReader lines = lines(session.open("GET", null))) {
      assertThat(session.post(request(1, "resources/subscribe", watched)).result()).isEqualTo(NONE);
      publish(resource("test://elsewhere", null));
      publish(resource("test://watched-resource", null));

      assertThat(next(lines).getJsonObject("params")).isEqualTo(watched);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"resources/read", "prompts/get"})
  void whatDoesNotExistIsNamed(String method) {
    JsonObject params =
        new JsonObject().put(method.equals("resources/read") ? "uri" : "name", "test://nope");
    JsonObject modern = client().modern(1, method, params).error();
    JsonObject legacy = client().initialize("2025-11-25").post(request(1, method, params)).error();

    assertThat(modern.getInteger("code")).isEqualTo(-32602);
    assertThat(modern.encode()).contains("test://nope");
    assertThat(legacy.getInteger("code"))
        .isEqualTo(method.equals("resources/read") ? -32002 : -32602);
  }

  @Test
  void withoutFixturesNothingOfThemIsThere() {
    try (TestEndpoint plain = new TestEndpoint()) {
      Client reader = plain.client().token(TestEndpoint.READ);
      JsonObject discovered = reader.modern(1, "server/discover", NONE).result();

      assertThat(discovered.getJsonObject("capabilities").getJsonObject("tools")).isEqualTo(NONE);
      assertThat(reader.modern(1, "tools/list", NONE).body()).doesNotContain("test_simple_text");
    }
  }

  private static HttpResponse<InputStream> listen(Object id, JsonObject params) {
    return client()
        .modernHeaders("subscriptions/listen", params)
        .open("POST", Client.modernRequest(id, "subscriptions/listen", params).encode());
  }

  private static ContentChanged resource(String uri, UUID environment) {
    return new ContentChanged(ContentChanged.Kind.RESOURCE, environment, uri);
  }

  private static void publish(ContentChanged change) {
    endpoint.vertx.eventBus().publish(Addresses.CONTENT_CHANGED, change);
  }

  private static BufferedReader lines(HttpResponse<InputStream> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
  }

  /** The next message of an event stream. */
  private static JsonObject next(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith("data: {")) {
      line = lines.readLine();
    }
    assertThat(line).as("the stream ended").isNotNull();
    return new JsonObject(line.substring("data: ".length()));
  }
}
