package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has broad effect is done after a person said yes, where one can be asked. */
@Timeout(60)
class ConfirmationTest {
  private static final JsonObject NONE = new JsonObject();
  private static ProductEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint = new ProductEndpoint();
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  private static JsonObject knowledge(String title) {
    return call(
        "create_knowledge",
        new JsonObject().put("title", title).put("content", "Refunds count in their month."));
  }

  /** A stateless call by a client that can be asked. */
  private static Client.Answer ask(JsonObject params) {
    JsonObject meta =
        new JsonObject()
            .put("io.modelcontextprotocol/protocolVersion", Client.MODERN)
            .put(
                "io.modelcontextprotocol/clientCapabilities",
                new JsonObject().put("elicitation", NONE));
    return endpoint
        .client(ProductEndpoint.WRITER)
        .modernHeaders("tools/call", params)
        .post(request(1, "tools/call", params.copy().put("_meta", meta)));
  }

  private static JsonObject answered(JsonObject params, String action, String state) {
    JsonObject answer = new JsonObject().put("action", action);
    JsonObject again = params.copy().put("inputResponses", new JsonObject().put("confirm", answer));
    return state == null ? again : again.put("requestState", state);
  }

  private static String question(Client.Answer answer) {
    assertThat(answer.result().getString("resultType")).isEqualTo("input_required");
    JsonObject request = answer.result().getJsonObject("inputRequests").getJsonObject("confirm");
    assertThat(request.getString("method")).isEqualTo("elicitation/create");
    return request.getJsonObject("params").getString("message");
  }

  private static String state(Client.Answer answer) {
    return answer.result().getString("requestState");
  }

  private static long saved() {
    return Await.get(
            endpoint.harness.fixture.platform.inEnvironment(
                endpoint.harness.production.environmentId(),
                connection -> connection.query("SELECT count(*) FROM knowledge").execute()))
        .iterator()
        .next()
        .getLong(0);
  }

  private static boolean isSaved(String title) {
    return endpoint
        .harness
        .ok(endpoint.harness.production, "search_entities", new JsonObject().put("query", title))
        .getJsonArray("hits")
        .encode()
        .contains(title);
  }

  @Test
  void nothingIsSavedBeforeThePersonSaysYes() {
    Client.Answer asked = ask(knowledge("Xylophone"));
    assertThat(question(asked))
        .contains("demo/production", "Xylophone", "Refunds count in their month.");
    assertThat(isSaved("Xylophone")).isFalse();

    JsonObject done = ask(answered(knowledge("Xylophone"), "accept", state(asked))).result();
    assertThat(done.getString("resultType")).isEqualTo("complete");
    assertThat(done.getBoolean("isError")).isFalse();
    assertThat(done.getJsonObject("structuredContent").getBoolean("confirmed")).isTrue();
    assertThat(isSaved("Xylophone")).isTrue();
  }

  @Test
  void anAnswerIsGoodOnce() {
    String state = state(ask(knowledge("Quadrille")));
    ask(answered(knowledge("Quadrille"), "accept", state));
    JsonObject again = ask(answered(knowledge("Quadrille"), "accept", state)).result();

    assertThat(again.getBoolean("isError")).isTrue();
    assertThat(again.encode()).contains("used already");
  }

  @Test
  void anAnswerIsGoodForItsOwnArgumentsOnly() {
    String state = state(ask(knowledge("Small")));
    Client.Answer other = ask(answered(knowledge("Large"), "accept", state));

    assertThat(other.error().getInteger("code")).isEqualTo(-32602);
    assertThat(isSaved("Large")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"decline, declined", "cancel, closed the question"})
  void noIsNo(String action, String told) {
    String state = state(ask(knowledge("Nevermore")));
    JsonObject result = ask(answered(knowledge("Nevermore"), action, state)).result();

    assertThat(result.getBoolean("isError")).isTrue();
    assertThat(result.encode()).contains(told, "nothing was done");
    assertThat(isSaved("Nevermore")).isFalse();
  }

  @Test
  void answerThatIsNoneOrBelongsToNothingIsAskedForAgain() {
    String state = state(ask(knowledge("Again")));

    question(ask(answered(knowledge("Again"), "accept", null)));
    question(ask(answered(knowledge("Again"), "perhaps", state)));
    question(ask(knowledge("Again").put("requestState", state)));
    assertThat(isSaved("Again")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"2025-11-25", Client.MODERN})
  void clientThatCannotAskIsToldSo(String era) {
    JsonObject params = knowledge("Unasked " + era);
    Client.Answer answer =
        era.equals(Client.MODERN)
            ? endpoint.client(ProductEndpoint.WRITER).modern(1, "tools/call", params)
            : endpoint
                .client(ProductEndpoint.WRITER)
                .initialize(era)
                .post(request(2, "tools/call", params));

    assertThat(answer.result().getBoolean("isError")).isFalse();
    assertThat(answer.body()).contains("Nobody confirmed it");
    assertThat(answer.result().getJsonObject("structuredContent").getBoolean("confirmed"))
        .isFalse();
  }

  @Test
  void notificationIsConfirmedToo() {
    JsonObject params =
        call("create_notification", new JsonObject().put("title", "Outage").put("body", "Over."));
    Client.Answer asked = ask(params);

    assertThat(question(asked)).contains("demo/production", "Outage", "Over.");
    JsonObject done = ask(answered(params, "accept", state(asked))).result();
    assertThat(done.getJsonObject("structuredContent").getString("slug")).startsWith("NTF-");
  }

  @Test
  void discoveryIsConfirmedUnlessItIsQuiet() {
    JsonObject arguments =
        new JsonObject()
            .put("title", "Fewer orders")
            .put("summary", "On Monday")
            .put("explanation", "Holiday")
            .put("content", "See orders.");

    assertThat(question(ask(call("create_discovery", arguments))))
        .contains("demo/production", "Fewer orders", "On Monday");
    JsonObject quiet =
        ask(call("create_discovery", arguments.copy().put("notify", false))).result();
    assertThat(quiet.getString("resultType")).isEqualTo("complete");
    assertThat(quiet.encode()).doesNotContain("Nobody confirmed");
  }

  private static String model(String description) {
    return "schema: shop\ntable: customers\ndescription: "
        + description
        + "\nmeasures:\n  - {as: customers, type: count}\n";
  }

  @Test
  void modelThatEverybodyUsesIsReplacedAfterAYesOnly() {
    String slug =
        endpoint
            .harness
            .ok(
                endpoint.harness.production,
                "create_semantic_model",
                new JsonObject().put("definition", model("Before")))
            .getString("slug");
    JsonObject arguments = new JsonObject().put("slug", slug).put("definition", model("After"));
    JsonObject params = call("update_semantic_model", arguments);
    JsonObject tried =
        ask(call("update_semantic_model", arguments.copy().put("dry_run", true))).result();
    assertThat(tried.getString("resultType")).isEqualTo("complete");
    Client.Answer asked = ask(params);

    assertThat(question(asked)).contains(slug, "shop.customers", "demo/production", "ada@");
    assertThat(viewed("view_semantic_model", slug)).contains("Before").doesNotContain("After");
    assertThat(ask(answered(params, "decline", state(asked))).result().getBoolean("isError"))
        .isTrue();
    JsonObject done = ask(answered(params, "accept", state(ask(params)))).result();
    assertThat(done.getBoolean("isError")).isFalse();
    assertThat(viewed("view_semantic_model", slug)).contains("After");
    assertThat(endpoint.client(ProductEndpoint.WRITER).modern(1, "tools/call", params).body())
        .contains("Nobody confirmed it");
  }

  @Test
  void insightOfSomebodyElseIsChangedAfterAYesOnly() {
    JsonObject definition =
        new JsonObject()
            .put("title", "Mine")
            .put("sql_definition", new JsonObject().put("statement", "SELECT 1 AS one"));
    String slug =
        endpoint
            .harness
            .ok(endpoint.harness.production, "create_insight", definition)
            .getString("slug");
    JsonObject params =
        call("update_insight", new JsonObject().put("slug", slug).put("title", "Changed"));
    JsonObject own = ask(params).result();
    assertThat(own.getString("resultType")).isEqualTo("complete");
    assertThat(own.encode()).doesNotContain("Nobody confirmed");

    Await.get(
        endpoint.harness.fixture.platform.inEnvironment(
            endpoint.harness.production.environmentId(),
            connection ->
                connection
                    .query(
                        "UPDATE insight SET created_by = 'grace@example.com' WHERE slug = '"
                            + slug
                            + "'")
                    .execute()));
    Client.Answer asked = ask(params);
    assertThat(question(asked)).contains(slug, "Changed", "grace@example.com made it");
    assertThat(ask(answered(params, "accept", state(asked))).result().getBoolean("isError"))
        .isFalse();
  }

  private static String viewed(String tool, String slug) {
    return endpoint
        .harness
        .ok(endpoint.harness.production, tool, new JsonObject().put("slug", slug))
        .encode();
  }

  @Test
  void sessionIsAskedOnTheStreamOfItsCall() {
    List<String> questions = new CopyOnWriteArrayList<>();
    Map<String, McpSchema.ElicitResult.Action> actions =
        Map.of(
            "Yes", McpSchema.ElicitResult.Action.ACCEPT,
            "No", McpSchema.ElicitResult.Action.DECLINE);
    long before = saved();
    try (McpSyncClient client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder("http://localhost:" + endpoint.port)
                    .endpoint("/v1")
                    .requestBuilder(
                        HttpRequest.newBuilder()
                            .header("Authorization", "Bearer " + ProductEndpoint.WRITER))
                    .build())
            .requestTimeout(Duration.ofSeconds(20))
            .capabilities(McpSchema.ClientCapabilities.builder().elicitation().build())
            .elicitation(
                question -> {
                  questions.add(question.message());
                  String title = question.message().contains("Title: Yes") ? "Yes" : "No";
                  return new McpSchema.ElicitResult(actions.get(title), Map.of());
                })
            .build()) {
      client.initialize();
      assertThat(callKnowledge(client, "Yes").isError()).isFalse();
      assertThat(callKnowledge(client, "No").isError()).isTrue();
      client.closeGracefully();
    }
    assertThat(questions).hasSize(2);
    assertThat(saved()).isEqualTo(before + 1);
  }

  private static McpSchema.CallToolResult callKnowledge(McpSyncClient client, String title) {
    return client.callTool(
        McpSchema.CallToolRequest.builder("create_knowledge")
            .arguments(Map.of("title", title, "content", "Content"))
            .build());
  }
}
