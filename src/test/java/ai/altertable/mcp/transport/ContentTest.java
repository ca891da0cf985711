package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.docs.DocPage;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The product's resources, prompts and completions, as clients of both eras get them. */
@Timeout(60)
class ContentTest {
  private static final JsonObject NONE = new JsonObject();
  private static final String ENTITIES = "altertable://ontology/entities/";
  private static ProductEndpoint endpoint;
  private static String knowledge;

  @BeforeAll
  static void start() {
    endpoint = new ProductEndpoint();
    knowledge = createKnowledge("Fiscal year", "Our fiscal year begins in April.");
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  private static String createKnowledge(String title, String content) {
    return endpoint
        .harness
        .ok(
            endpoint.harness.production,
            "create_knowledge",
            new JsonObject().put("title", title).put("content", content))
        .getString("slug");
  }

  /** An answer in either era. */
  private static Client.Answer ask(String era, String token, String method, JsonObject params) {
    return era.equals(Client.MODERN)
        ? endpoint.client(token).modern(7, method, params)
        : endpoint.client(token).initialize(era).post(request(7, method, params));
  }

  private static JsonObject read(String era, String uri) {
    Client.Answer answer =
        ask(era, ProductEndpoint.READER, "resources/read", new JsonObject().put("uri", uri));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.result().getJsonArray("contents").getJsonObject(0);
  }

  private static JsonObject complete(String token, JsonObject ref, JsonObject argument) {
    return complete(token, ref, argument, NONE);
  }

  private static JsonObject complete(
      String token, JsonObject ref, JsonObject argument, JsonObject settled) {
    JsonObject params =
        new JsonObject()
            .put("ref", ref)
            .put("argument", argument)
            .put("context", new JsonObject().put("arguments", settled));
    Client.Answer answer = ask(Client.MODERN, token, "completion/complete", params);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.result().getJsonObject("completion");
  }

  private static JsonObject template(String uri) {
    return new JsonObject().put("type", "ref/resource").put("uri", uri);
  }

  private static JsonObject prompt(String name) {
    return new JsonObject().put("type", "ref/prompt").put("name", name);
  }

  private static JsonObject argument(String name, String value) {
    return new JsonObject().put("name", name).put("value", value);
  }

  private static List<JsonObject> wholeList(String era, String token) {
    List<JsonObject> all = new ArrayList<>();
    JsonObject params = new JsonObject();
    while (params != null) {
      JsonObject result = ask(era, token, "resources/list", params).result();
      result.getJsonArray("resources").forEach(each -> all.add((JsonObject) each));
      String next = result.getString("nextCursor");
      params = next == null ? null : new JsonObject().put("cursor", next);
    }
    return all;
  }

  @Test
  void capabilitiesSayWhatAnswers() {
    JsonObject modern =
        ask(Client.MODERN, ProductEndpoint.READER, "server/discover", NONE)
            .result()
            .getJsonObject("capabilities");

    assertThat(modern.getJsonObject("resources"))
        .isEqualTo(new JsonObject().put("listChanged", true).put("subscribe", true));
    assertThat(modern.getJsonObject("tools")).isEqualTo(NONE);
    assertThat(modern.getJsonObject("prompts")).isEqualTo(NONE);
    assertThat(modern.containsKey("completions")).isTrue();
  }

  @Test
  void serverShowsItsIconOnce() {
    JsonObject discovered =
        ask(Client.MODERN, ProductEndpoint.READER, "server/discover", NONE).result();
    JsonObject listed = ask(Client.MODERN, ProductEndpoint.READER, "prompts/list", NONE).result();
    String key = "io.modelcontextprotocol/serverInfo";
    JsonObject icon =
        discovered.getJsonObject("_meta").getJsonObject(key).getJsonArray("icons").getJsonObject(0);

    // The suite refuses what is no URI of RFC 3986.
    assertThat(URI.create(icon.getString("src"))).hasScheme("data");
    assertThat(listed.getJsonObject("_meta").getJsonObject(key).containsKey("icons")).isFalse();
  }

  @Test
  void newsArePromisedToThoseWithATokenOnly() {
    JsonObject before =
        new Client("http://127.0.0.1:" + endpoint.port).modern(1, "server/discover", NONE).result();

    assertThat(before.getJsonObject("capabilities").getJsonObject("resources")).isEqualTo(NONE);
    assertThat(before.getLong("ttlMs")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-06-18", "2025-11-25", Client.MODERN})
  void listHoldsPagesTablesAndWhatIsSaved(String era) {
    List<String> uris =
        wholeList(era, ProductEndpoint.READER).stream().map(r -> r.getString("uri")).toList();

    assertThat(uris)
        .containsAll(DocPage.NAMES.stream().map(name -> "altertable://docs/" + name).toList())
        .contains(
            "altertable://schemas/semantic-model",
            "altertable://connections/lakehouse/shop/customers",
            ENTITIES + knowledge);
    JsonArray templates =
        ask(era, ProductEndpoint.READER, "resources/templates/list", NONE)
            .result()
            .getJsonArray("resourceTemplates");
    assertThat(templates.encode())
        .contains(
            "altertable://docs/{page}",
            "altertable://ontology/entities/{slug}",
            "altertable://connections/{catalog}/{schema}/{table}");
  }

  @Test
  void longListComesInPagesWithoutGapsOrRepeats() {
    for (int i = 0; i < 130; i++) {
      endpoint.harness.ok(
          endpoint.harness.production,
          "create_memory",
          new JsonObject()
              .put("type", "semantic")
              .put("content", "fact " + i)
              .put("importance", 5));
    }
    JsonObject first = ask(Client.MODERN, ProductEndpoint.READER, "resources/list", NONE).result();
    List<JsonObject> all = wholeList(Client.MODERN, ProductEndpoint.READER);

    assertThat(first.getJsonArray("resources")).hasSize(100);
    assertThat(first.getLong("ttlMs")).isPositive();
    assertThat(first.getString("cacheScope")).isEqualTo("private");
    assertThat(all.size()).isGreaterThan(130);
    assertThat(new HashSet<>(all.stream().map(r -> r.getString("uri")).toList()))
        .hasSameSizeAs(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-11-25", Client.MODERN})
  void cursorThatWasNotHandedOutIsRefused(String era) {
    for (Object cursor : new Object[] {"x", "MDo", 7, "MDpYWFg", "OTk6"}) {
      Client.Answer answer =
          ask(
              era,
              ProductEndpoint.READER,
              "resources/list",
              new JsonObject().put("cursor", cursor));
      boolean firstPage = cursor.equals("MDo");
      assertThat(answer.json().containsKey("error")).as("%s", cursor).isEqualTo(!firstPage);
      if (!firstPage) {
        assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-03-26", "2025-11-25", Client.MODERN})
  void resourcesAreReadWhole(String era) {
    JsonObject page = read(era, "altertable://docs/sql");
    assertThat(page.getString("mimeType")).isEqualTo("text/markdown");
    assertThat(page.getString("text")).startsWith("# ");

    JsonObject entry = new JsonObject(read(era, ENTITIES + knowledge).getString("text"));
    assertThat(entry.getString("content")).isEqualTo("Our fiscal year begins in April.");
    assertThat(entry.getString("environment")).isEqualTo("demo/production");
    assertThat(entry.getString("created_by")).isEqualTo("ada@example.com");

    JsonObject table =
        new JsonObject(
            read(era, "altertable://connections/lakehouse/shop/customers").getString("text"));
    assertThat(table.getString("comment")).isEqualTo("People who bought");
    assertThat(table.getJsonArray("columns").encode()).contains("country");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "altertable://docs/nothing",
        "altertable://docs/sql/more",
        "altertable://ontology/entities/KNW-999",
        "altertable://ontology/entities/XXX-1",
        "altertable://ontology/entities/KNW-1' OR true",
        "altertable://connections/lakehouse/shop/nothing",
        "altertable://connections/nothing/shop/customers",
        "altertable://connections/lakehouse/shop/%zz",
        "file:///etc/passwd",
        ""
      })
  void whatIsNotThereIsAnErrorOfItsEra(String uri) {
    JsonObject params = new JsonObject().put("uri", uri);
    JsonObject legacy = ask("2025-11-25", ProductEndpoint.READER, "resources/read", params).error();
    assertThat(legacy.getInteger("code")).isEqualTo(-32002);
    assertThat(legacy.getJsonObject("data").getString("uri")).isEqualTo(uri);
    if (!uri.contains("'")) {
      JsonObject modern =
          ask(Client.MODERN, ProductEndpoint.READER, "resources/read", params).error();
      assertThat(modern.getInteger("code")).isEqualTo(-32602);
      assertThat(modern.getJsonObject("data").getString("uri")).isEqualTo(uri);
    }
  }

  @Test
  void anotherEnvironmentSeesNothingOfIt() {
    JsonObject params = new JsonObject().put("uri", ENTITIES + knowledge);
    Client.Answer answer = ask(Client.MODERN, ProductEndpoint.STAGING, "resources/read", params);

    assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
    assertThat(wholeList(Client.MODERN, ProductEndpoint.STAGING).toString())
        .doesNotContain(knowledge, "shop/orders\\\"", "Fiscal");
    assertThat(
            complete(
                    ProductEndpoint.STAGING,
                    template("altertable://ontology/entities/{slug}"),
                    argument("slug", "KNW"))
                .getJsonArray("values"))
        .isEmpty();
  }

  @Test
  void withoutScopeReadNothingIsShown() {
    JsonObject params = new JsonObject().put("notifications", NONE);
    for (String method :
        new String[] {
          "resources/list", "prompts/list", "completion/complete", "subscriptions/listen"
        }) {
      Client.Answer answer = ask(Client.MODERN, ProductEndpoint.NOTHING, method, params);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("WWW-Authenticate")).contains("insufficient_scope", "read");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-11-25", Client.MODERN})
  void promptsAreBuiltFromTheEnvironment(String era) {
    JsonArray prompts =
        ask(era, ProductEndpoint.READER, "prompts/list", NONE).result().getJsonArray("prompts");
    assertThat(prompts.stream().map(each -> ((JsonObject) each).getString("name")))
        .containsExactly("explore_environment", "analyze_funnel", "write_query");

    assertThat(promptText(era, "explore_environment", NONE))
        .contains(
            "demo/production", "lakehouse.shop.customers: People who bought", "page_view 300");
    assertThat(
            promptText(era, "analyze_funnel", new JsonObject().put("steps", "page_view, checkout")))
        .contains("page_view (300 events)\ncheckout (100 events)", "last 30 days");
    assertThat(
            promptText(
                era,
                "write_query",
                new JsonObject().put("question", "Which customers ordered most?")))
        .contains("PostgreSQL", "shop.customers [table", "total numeric(10,2)");
  }

  private static String promptText(String era, String name, JsonObject arguments) {
    Client.Answer answer =
        ask(
            era,
            ProductEndpoint.READER,
            "prompts/get",
            new JsonObject().put("name", name).put("arguments", arguments));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer
        .result()
        .getJsonArray("messages")
        .getJsonObject(0)
        .getJsonObject("content")
        .getString("text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"nothing\"}",
        "{\"name\": \"analyze_funnel\"}",
        "{\"name\": \"analyze_funnel\", \"arguments\": {\"steps\": \"page_view\"}}",
        "{\"name\": \"analyze_funnel\", \"arguments\": {\"steps\": \"page_vew, checkout\"}}",
        "{\"name\": \"analyze_funnel\", \"arguments\": {\"steps\": \"a,b\", \"days\": \"many\"}}",
        "{\"name\": \"write_query\", \"arguments\": {\"question\": 1}}",
        "{\"name\": \"write_query\", \"arguments\": []}",
        "{\"name\": \"write_query\", \"arguments\": {\"question\": \"q\", \"tables\": \"shop.x\"}}",
        "{\"name\": \"write_query\", \"arguments\": {\"question\": \"q\", \"catalog\": \"x\"}}"
      })
  void wrongArgumentsOfPromptsAreInvalidParams(String params) {
    for (String era : new String[] {"2025-11-25", Client.MODERN}) {
      JsonObject error =
          ask(era, ProductEndpoint.READER, "prompts/get", new JsonObject(params)).error();
      assertThat(error.getInteger("code")).isEqualTo(-32602);
      if (params.contains("page_vew")) {
        assertThat(error.getString("message")).contains("Did you mean page_view?");
      }
    }
  }

  @Test
  void completionProposesNamesAndHonoursWhatIsSettled() {
    JsonObject tables = template("altertable://connections/{catalog}/{schema}/{table}");

    assertThat(values(tables, argument("catalog", "lake"), NONE)).containsExactly("lakehouse");
    assertThat(values(tables, argument("schema", ""), NONE))
        .containsExactly("product_analytics", "shop");
    assertThat(
            values(
                tables,
                argument("table", ""),
                new JsonObject().put("catalog", "lakehouse").put("schema", "shop")))
        .containsExactly("customers", "orders");
    assertThat(values(tables, argument("table", ""), new JsonObject().put("schema", "nothing")))
        .isEmpty();
    assertThat(values(template("altertable://docs/{page}"), argument("page", "SEM"), NONE))
        .containsExactly("semantic-models");
    assertThat(values(prompt("analyze_funnel"), argument("steps", "page_view, chec"), NONE))
        .containsExactly("page_view, checkout");
    assertThat(
            values(
                template("altertable://ontology/entities/{slug}"),
                argument("slug", "fiscal"),
                NONE))
        .containsExactly(knowledge);
  }

  private static List<String> values(JsonObject ref, JsonObject argument, JsonObject settled) {
    return complete(ProductEndpoint.READER, ref, argument, settled).getJsonArray("values").stream()
        .map(String.class::cast)
        .toList();
  }

  @Test
  void completionTellsAtMostAHundredAndHowManyThereAre() {
    longListComesInPagesWithoutGapsOrRepeats();
    JsonObject completion =
        complete(
            ProductEndpoint.READER,
            template("altertable://ontology/entities/{slug}"),
            argument("slug", "mem-"));

    assertThat(completion.getJsonArray("values")).hasSize(100);
    assertThat(completion.getInteger("total")).isGreaterThanOrEqualTo(130);
    assertThat(completion.getBoolean("hasMore")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"ref\": {\"type\": \"ref/prompt\", \"name\": \"write_query\"}}",
        "{\"ref\": {\"type\": \"ref/prompt\", \"name\": \"nothing\"},"
            + " \"argument\": {\"name\": \"a\", \"value\": \"\"}}",
        "{\"ref\": {\"type\": \"ref/prompt\", \"name\": \"write_query\"},"
            + " \"argument\": {\"name\": \"a\", \"value\": \"\"}}",
        "{\"ref\": {\"type\": \"ref/x\"}, \"argument\": {\"name\": \"a\", \"value\": \"\"}}"
      })
  void wrongCompletionsAreInvalidParams(String params) {
    for (String era : new String[] {"2025-11-25", Client.MODERN}) {
      Client.Answer answer =
          ask(era, ProductEndpoint.READER, "completion/complete", new JsonObject(params));
      assertThat(answer.error().getInteger("code")).as(answer.body()).isEqualTo(-32602);
    }
  }

  @Test
  void readingIsAudited() {
    endpoint.harness.audited.clear();
    read(Client.MODERN, "altertable://docs/results");

    assertThat(endpoint.harness.audited)
        .anySatisfy(
            event -> {
              assertThat(event.action()).isEqualTo("content.read");
              assertThat(event.outcome()).isEqualTo("ok");
              assertThat(event.call().tool()).isEqualTo("resources/read");
            });
  }

  @Test
  void officialSdkReadsEverything() {
    try (McpSyncClient client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder("http://localhost:" + endpoint.port)
                    .endpoint("/v1")
                    .requestBuilder(
                        HttpRequest.newBuilder()
                            .header("Authorization", "Bearer " + ProductEndpoint.READER))
                    .build())
            .requestTimeout(Duration.ofSeconds(20))
            .build()) {
      client.initialize();
      assertThat(client.listResources().resources()).isNotEmpty();
      assertThat(client.listResourceTemplates().resourceTemplates()).hasSize(3);
      McpSchema.ReadResourceResult page =
          client.readResource(new McpSchema.ReadResourceRequest("altertable://docs/tools"));
      assertThat(page.contents()).hasSize(1);
      assertThat(client.listPrompts().prompts()).hasSize(3);
      assertThat(
              client
                  .getPrompt(
                      new McpSchema.GetPromptRequest("explore_environment", Map.of("focus", "x")))
                  .messages())
          .hasSize(1);
      assertThat(
              client
                  .completeCompletion(
                      new McpSchema.CompleteRequest(
                          new McpSchema.ResourceReference("altertable://docs/{page}"),
                          new McpSchema.CompleteRequest.CompleteArgument("page", "sq")))
                  .completion()
                  .values())
          .containsExactly("sql");
      client.closeGracefully();
    }
  }
}
