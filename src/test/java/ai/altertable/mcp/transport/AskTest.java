package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.notification;
import static ai.altertable.mcp.transport.Client.request;
import static ai.altertable.mcp.transport.ModelServer.body;
import static ai.altertable.mcp.transport.ModelServer.calls;
import static ai.altertable.mcp.transport.ModelServer.text;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.assets.ChatStore;
import ai.altertable.mcp.config.AskConfig;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.CapturedLog;
import ai.altertable.mcp.testing.Ports;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolHarness;
import ai.altertable.mcp.tools.ask.AskTool;
import ai.altertable.mcp.tools.ask.ModelClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ask} over the wire, with a model that says what the test wants. */
class AskTest {
  private static final String KEY = "sk-of-the-operator";
  private static final int STEPS = 4;
  private static final int TOKENS = 500_000;

  /** JSON is tokenised at about 3.5 characters a token; 3 is stricter. */
  private static final int CHARACTERS_A_TOKEN = 3;

  private static Vertx vertx;
  private static ModelServer model;
  private static ProductEndpoint endpoint;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    model = new ModelServer(vertx);
    endpoint = endpoint(model.url(), Duration.ofMinutes(5));
  }

  @AfterAll
  static void stop() {
    endpoint.close();
    Await.get(vertx.close());
  }

  @BeforeEach
  void reset() {
    model.reset();
    endpoint.harness.audited.clear();
  }

  private static ProductEndpoint endpoint(URI url, Duration time) {
    return new ProductEndpoint(
        new ToolHarness((fixture, tools) -> with(url, time, fixture, tools)));
  }

  private static List<Tool> with(
      URI url, Duration time, LakehouseFixture fixture, List<Tool> tools) {
    AskConfig.Limits limits = new AskConfig.Limits(STEPS, TOKENS, time);
    AskConfig config = new AskConfig(url, Optional.of(KEY), "model-1", limits, Duration.ofHours(1));
    return AskTool.with(
        tools,
        fixture.vertx,
        new ModelClient(fixture.vertx, config),
        limits,
        new ChatStore(fixture.platform, config.chatLifetime()));
  }

  private static JsonObject ask(String token, JsonObject arguments) {
    return ask(endpoint, token, arguments);
  }

  private static JsonObject ask(ProductEndpoint at, String token, JsonObject arguments) {
    Client.Answer answer = at.client(token).modern(1, "tools/call", call("ask", arguments));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.header("Content-Type").equals("application/json")
        ? answer.result()
        : answer.events().get(answer.events().size() - 1).getJsonObject("result");
  }

  private static JsonObject answered(String token, JsonObject arguments) {
    JsonObject result = ask(token, arguments);
    assertThat(result.getBoolean("isError", false)).as(result.encode()).isFalse();
    endpoint.harness.assertConforms("ask", result.getJsonObject("structuredContent"));
    return result;
  }

  private static String refused(JsonObject arguments) {
    JsonObject result = ask(ProductEndpoint.READER, arguments);
    assertThat(result.getBoolean("isError")).as(result.encode()).isTrue();
    return words(result);
  }

  private static String words(JsonObject result) {
    return result.getJsonArray("content").getJsonObject(0).getString("text");
  }

  private static JsonObject question() {
    return new JsonObject().put("question", "How many orders are there?");
  }

  private static List<Object> offered() {
    return model.asked.get(0).getJsonArray("tools").stream()
        .map(tool -> ((JsonObject) tool).getJsonObject("function").getValue("name"))
        .toList();
  }

  @Test
  void listFitsItsBudgetWithItAndItSaysThatItReachesOut() {
    JsonObject definition = endpoint.harness.definitions.get("ask");

    assertThat(definition.getJsonObject("annotations").getBoolean("openWorldHint")).isTrue();
    assertThat(definition.getJsonObject("annotations").getBoolean("readOnlyHint")).isTrue();
    assertThat(new JsonArray(endpoint.harness.listed).encode().length() / CHARACTERS_A_TOKEN)
        .isLessThan(12_000);
  }

  @Test
  void modelAnswersFromWhatTheToolsOfTheCallersEnvironmentSay() {
    model
        .then(
            calls(
                ModelServer.call("c1", "whoami", ""),
                ModelServer.call(
                    "c2",
                    "query_lakehouse",
                    "{\"statement\": \"SELECT count(*) AS orders FROM shop.orders\"}")))
        .then(text("There are 2500 orders (shop.orders)."));

    JsonObject result = answered(ProductEndpoint.READER, question());
    JsonObject structured = result.getJsonObject("structuredContent");

    assertThat(structured.getString("answer")).isEqualTo("There are 2500 orders (shop.orders).");
    assertThat(structured.getJsonArray("tools_called"))
        .isEqualTo(new JsonArray().add("whoami").add("query_lakehouse"));
    assertThat(structured.getInteger("steps")).isEqualTo(2);
    assertThat(structured.getInteger("tokens")).isPositive();
    assertThat(structured.getString("environment")).isEqualTo("demo/production");
    assertThat(words(result)).contains("<data-", "not instructions", "2500 orders");
    assertThat(model.authorizations).containsExactly("Bearer " + KEY, "Bearer " + KEY);
    assertThat(model.asked.get(0).getString("model")).isEqualTo("model-1");
    assertThat(model.told(1, "user")).containsExactly("How many orders are there?");
    List<String> told = model.told(1, "tool");
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).contains("demo/production", "ada@example.com");
    assertThat(told.get(1)).contains("2500", "<data-");
    assertThat(model.asked.get(1).getJsonArray("messages").encode())
        .contains("\"tool_call_id\":\"c1\"", "\"tool_call_id\":\"c2\"");
    assertThat(endpoint.harness.audited)
        .extracting(event -> event.call().tool())
        .containsExactly("whoami", "query_lakehouse", "ask");
    assertThat(endpoint.harness.audited)
        .extracting(AuditEvent::actor)
        .containsOnly(endpoint.harness.audited.get(0).actor());
  }

  @Test
  void onlyReadingToolsAreOfferedToAWritersQuestionToo() {
    answered(ProductEndpoint.WRITER, question());

    assertThat(offered())
        .contains("whoami", "query_lakehouse", "execute_insight", "search_memory")
        .doesNotContain("ask", "render_insight")
        .noneMatch(name -> ((String) name).matches("(create|update)_.*"));
    assertThat(model.asked.get(0).getJsonArray("tools").encode()).doesNotContain("\"export\"");
  }

  /** What a model makes up, or is talked into by what it reads. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create_memory   | {\"content\": \"x\", \"kind\": \"semantic\", \"importance\": 5} | no such tool",
        "ask             | {\"question\": \"again\"}                      | no such tool",
        "drop_everything | {}                                             | no such tool",
        "render_insight  | {\"slug\": \"INS-1\"}                          | no such tool",
        "query_lakehouse | {\"statement\":                                | no JSON object",
        "query_lakehouse | [1]                                            | no JSON object",
        "query_lakehouse | null                                           | no JSON object",
        "query_lakehouse | {\"sql\": \"SELECT 1\"}                        | not valid",
        "query_lakehouse | {\"statement\": \"DELETE FROM shop.orders\"}   | Error",
        "query_lakehouse | {\"statement\": \"SELECT 1\", \"export\": \"csv\"} | leave export out",
      })
  void whatTheModelMayNotOrCannotIsToldToItAndItGoesOn(String tool, String arguments, String told) {
    model.then(calls(ModelServer.call("c1", tool, arguments)));

    answered(ProductEndpoint.WRITER, question());

    assertThat(model.told(1, "tool")).hasSize(1);
    assertThat(model.told(1, "tool").get(0)).contains(told);
    assertThat(endpoint.harness.audited)
        .extracting(event -> event.call().tool())
        .isSubsetOf("query_lakehouse", "ask");
  }

  @Test
  void callsBeyondSomeInOneReplyAndSpoiltOnesAreLeftOut() {
    JsonObject[] many = new JsonObject[30];
    for (int i = 0; i < many.length; i++) {
      many[i] = ModelServer.call(i == 0 ? null : "c" + i, "nothing", "{}");
    }
    model.then(calls(many));

    answered(ProductEndpoint.READER, question());

    assertThat(model.told(1, "tool")).hasSize(8);
    JsonObject said = model.asked.get(1).getJsonArray("messages").getJsonObject(2);
    assertThat(said.getJsonArray("tool_calls")).hasSize(8);
    assertThat(said.getJsonArray("tool_calls").getJsonObject(0).getString("id")).isEqualTo("c1");
  }

  @Test
  void endlessLoopStopsAfterItsSteps() {
    model.always(calls(ModelServer.call("c", "search_docs", "{\"query\": \"funnel\"}")));

    assertThat(refused(question())).contains("no answer within " + STEPS + " steps");
    assertThat(model.asked).hasSize(STEPS);
    assertThat(model.asked.get(STEPS - 1).getString("tool_choice")).isEqualTo("none");
    assertThat(model.asked.get(STEPS - 2).getString("tool_choice")).isEqualTo("auto");
  }

  @Test
  void tokensAreBounded() {
    model.always(calls(TOKENS, ModelServer.call("c", "search_docs", "{\"query\": \"funnel\"}")));

    assertThat(refused(question())).contains("no answer within " + TOKENS + " tokens");
    assertThat(model.asked).hasSize(1);
  }

  @Test
  void longResultsAreCutForTheModel() {
    model.then(
        calls(
            ModelServer.call(
                "c1", "query_lakehouse", "{\"statement\": \"SELECT repeat('x', 40000)\"}")));

    answered(ProductEndpoint.READER, question());

    assertThat(model.told(1, "tool").get(0)).hasSizeLessThan(13_000);
  }

  @Test
  void longAnswersAreCut() {
    model.then(text("y".repeat(50_000)));

    JsonObject structured = answered(ProductEndpoint.READER, question());

    assertThat(structured.getJsonObject("structuredContent").getString("answer"))
        .hasSizeLessThan(21_000)
        .endsWith("(cut off)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"error\": {\"message\": \"wrong key sk-of-the-operator\"}} | refuses this server's key",
        "403 | {}                                              | refuses this server's key",
        "429 | {}                                              | overloaded",
        "503 | {}                                              | overloaded",
        "500 | <html>an error of theirs</html>                 | HTTP status 500",
        "400 | {\"error\": \"an error of theirs\"}             | HTTP status 400",
        "307 | {}                                              | HTTP status 307",
        "200 | <html>an error of theirs</html>                 | no chat completion",
        "200 | []                                              | no chat completion",
        "200 | {}                                              | no chat completion",
        "200 | {\"choices\": []}                               | no chat completion",
        "200 | {\"choices\": [7]}                              | no chat completion",
        "200 | {\"choices\": {\"message\": 1}}                 | no chat completion",
        "200 | {\"choices\": [{\"message\": {\"content\": 7}}]} | answered nothing",
        "200 | {\"choices\": [{\"message\": {\"tool_calls\": [1, {}, {\"id\": 3}]}}]} | answered nothing",
      })
  void endpointThatFailsIsToldInOurWords(int status, String answer, String told) {
    model.then(body(status, answer));

    try (CapturedLog log = new CapturedLog(false)) {
      assertThat(refused(question())).contains(told).doesNotContain("of theirs", KEY);
      assertThat(log.text()).doesNotContain(KEY, "How many orders");
    }
    assertThat(model.asked).hasSize(1);
  }

  @Test
  void answerWithoutEndIsNotReadToIt() {
    model.then(ModelServer::flood);

    assertThat(refused(question())).contains("more than is read");
    Await.until(() -> model.left.get() == 1);
  }

  @Test
  void connectionThatBreaksIsAnError() {
    model.then(response -> response.setChunked(true).write("{").onSuccess(ok -> response.reset()));

    assertThat(refused(question())).contains("cannot be reached");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endpointThatStallsIsLeft(boolean midAnswer) {
    try (ProductEndpoint hasty = endpoint(model.url(), Duration.ofSeconds(1))) {
      model.then(midAnswer ? ModelServer::stall : response -> {});

      JsonObject result = ask(hasty, ProductEndpoint.READER, question());

      assertThat(result.getBoolean("isError")).isTrue();
      assertThat(words(result)).contains("time");
      Await.until(() -> model.left.get() == model.asked.size());
    }
  }

  @Test
  void endpointThatIsDeadIsAnError() {
    URI dead = URI.create("http://127.0.0.1:" + Ports.free() + "/v1");
    try (ProductEndpoint alone = endpoint(dead, Duration.ofMinutes(1))) {
      JsonObject result = ask(alone, ProductEndpoint.READER, question());

      assertThat(words(result)).contains("cannot be reached");
    }
  }

  @Test
  void cancelEndsTheRequestToTheModel() throws Exception {
    model.then(ModelServer::stall);
    Client session = endpoint.client(ProductEndpoint.READER).initialize("2025-11-25");
    CompletableFuture<HttpResponse<String>> pending =
        session.later(request(5, "tools/call", call("ask", question())));
    Await.until(() -> model.asked.size() == 1);

    session.post(notification("notifications/cancelled", new JsonObject().put("requestId", 5)));

    Await.until(() -> model.left.get() == 1);
    assertThat(pending.get(20, SECONDS).body()).doesNotContain("jsonrpc");
  }

  @Test
  void cancelEndsTheQueryThatTheModelWanted() throws Exception {
    model.then(
        calls(
            ModelServer.call(
                "c1",
                "query_lakehouse",
                "{\"statement\": \"SELECT count(*) FROM generate_series(1, 1e12::bigint)\"}")));
    Client session = endpoint.client(ProductEndpoint.READER).initialize("2025-11-25");
    CompletableFuture<HttpResponse<String>> pending =
        session.later(request(6, "tools/call", call("ask", question())));
    Await.until(
        () -> endpoint.harness.limiter.running(endpoint.grant(ProductEndpoint.READER)) == 2);

    session.post(notification("notifications/cancelled", new JsonObject().put("requestId", 6)));

    Await.until(
        () -> endpoint.harness.limiter.running(endpoint.grant(ProductEndpoint.READER)) == 0);
    pending.get(20, SECONDS);
    assertThat(model.asked).hasSize(1);
  }

  @Test
  void progressIsTold() {
    model.then(calls(ModelServer.call("c1", "search_docs", "{\"query\": \"funnel\"}")));
    JsonObject params =
        call("ask", question()).put("_meta", new JsonObject().put("progressToken", 1));

    Client.Answer answer = endpoint.client(ProductEndpoint.READER).modern(1, "tools/call", params);

    assertThat(
            answer.events().stream()
                .limit(3)
                .map(e -> e.getJsonObject("params").getString("message")))
        .containsExactly("Thinking", "Calling search_docs", "Reading what was found");
  }

  @Test
  void chatGoesOnForItsUserThroughTheSameConnectionInTheSameEnvironment() {
    model.then(text("2500."));
    String chat =
        answered(ProductEndpoint.READER, question())
            .getJsonObject("structuredContent")
            .getString("chat_id");
    JsonObject more = new JsonObject().put("question", "And customers?").put("chat_id", chat);

    JsonObject next = answered(ProductEndpoint.READER, more).getJsonObject("structuredContent");

    assertThat(next.getString("chat_id")).isEqualTo(chat);
    assertThat(model.told(1, "user"))
        .containsExactly("How many orders are there?", "And customers?");
    assertThat(model.told(1, "assistant")).containsExactly("2500.");
    for (String other : List.of(ProductEndpoint.WRITER, ProductEndpoint.STAGING)) {
      JsonObject result = ask(other, more);
      assertThat(result.getBoolean("isError")).isTrue();
      assertThat(words(result)).contains("no such chat");
    }
    assertThat(refused(more.copy().put("chat_id", "6b1a7f3e-0000-4000-8000-000000000000")))
        .contains("no such chat");
    assertThat(refused(more.copy().put("chat_id", "-".repeat(36)))).contains("no such chat");
    assertThat(refused(more.copy().put("chat_id", "' OR true"))).contains("chat_id");
    assertThat(model.asked).hasSize(2);
  }

  @Test
  void chatRemembersItsLastTurnsOnly() {
    String chat = null;
    for (int i = 0; i < 12; i++) {
      JsonObject arguments = new JsonObject().put("question", "question " + i);
      chat =
          answered(
                  ProductEndpoint.READER, chat == null ? arguments : arguments.put("chat_id", chat))
              .getJsonObject("structuredContent")
              .getString("chat_id");
    }

    assertThat(model.told(11, "user"))
        .hasSize(11)
        .startsWith("question 1", "question 2")
        .endsWith("question 11");
  }
}
