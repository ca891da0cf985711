package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients are shown. */
class ToolListTest {
  /** JSON is tokenised at about 3.5 characters a token; 3 is stricter. */
  private static final int CHARACTERS_A_TOKEN = 3;

  private static final int MAX_TOKENS = 12_000;
  private static final JsonObject NONE = new JsonObject();
  private static ToolHarness harness;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void everyToolOfTheMainJobIsListed() {
    assertThat(harness.definitions)
        .containsKeys(
            "whoami",
            "list_connections",
            "get_connection",
            "query_lakehouse",
            "read_result",
            "validate_sql",
            "explain_sql",
            "list_events",
            "list_user_traits",
            "list_semantic_models",
            "view_semantic_model",
            "list_insights",
            "view_insight",
            "list_dashboards",
            "view_dashboard",
            "list_discoveries",
            "view_discovery",
            "search_memory",
            "create_memory",
            "create_discovery",
            "list_notifications",
            "create_notification",
            "create_insight",
            "create_segment",
            "update_segment",
            "search_docs",
            "search_entities",
            "read_resource");
  }

  @Test
  void wholeListFitsItsBudget() {
    int characters = new JsonArray(harness.listed).encode().length();
    assertThat(characters / CHARACTERS_A_TOKEN).isLessThan(MAX_TOKENS);
  }

  @Test
  void everyDefinitionIsWhole() {
    harness.definitions.forEach(
        (name, definition) -> {
          assertThat(name).matches("[a-z_]{1,64}");
          assertThat(definition.getString("title")).isNotBlank();
          assertThat(definition.getString("description")).isNotBlank();
          JsonObject annotations = definition.getJsonObject("annotations");
          assertThat(annotations.fieldNames())
              .containsExactlyInAnyOrder(
                  "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint");
          JsonObject input = definition.getJsonObject("inputSchema");
          assertThat(input.getString("type")).isEqualTo("object");
          assertThat(input.getBoolean("additionalProperties")).isFalse();
          JsonObject output = definition.getJsonObject("outputSchema");
          assertThat(output.getString("type")).isEqualTo("object");
          assertThat(output.getJsonArray("required")).contains("environment");
        });
  }

  @Test
  void hintsThatMeanNothingForReadersAreNotListed() {
    for (JsonObject tool : harness.listed) {
      JsonObject annotations = tool.getJsonObject("annotations");
      boolean reads = annotations.getBoolean("readOnlyHint");
      assertThat(annotations.containsKey("destructiveHint"))
          .as(tool.getString("name"))
          .isEqualTo(!reads);
      assertThat(annotations.containsKey("openWorldHint")).isTrue();
    }
  }

  /** Clients drop a tool whose annotation breaks a rule (revision 2026-07-28). */
  @Test
  void argumentsThatHeadersMirrorKeepToTheRules() {
    Set<String> mirrored = new TreeSet<>();
    harness.definitions.forEach(
        (name, definition) -> {
          JsonObject input = definition.getJsonObject("inputSchema");
          Set<String> headers = new HashSet<>();
          for (Map.Entry<String, Object> argument : input.getJsonObject("properties", NONE)) {
            JsonObject schema = (JsonObject) argument.getValue();
            String header = schema.getString("x-mcp-header");
            if (header != null) {
              mirrored.add(name + "." + argument.getKey());
              assertThat(header).matches("[A-Za-z0-9-]+");
              assertThat(headers.add(header.toLowerCase(Locale.ROOT))).isTrue();
              assertThat(schema.getString("type")).isIn("string", "integer", "boolean");
            }
          }
          assertThat(input.encode().split("x-mcp-header", -1).length - 1)
              .as("none but arguments themselves are annotated")
              .isEqualTo(headers.size());
        });
    assertThat(mirrored)
        .containsExactly("explain_sql.catalog", "query_lakehouse.catalog", "validate_sql.catalog");
  }

  @Test
  void answersAreListedInOutline() {
    JsonObject query =
        harness.listed.stream()
            .filter(tool -> tool.getString("name").equals("query_lakehouse"))
            .findFirst()
            .orElseThrow()
            .getJsonObject("outputSchema");
    assertThat(query.getJsonObject("properties").getJsonObject("columns"))
        .isEqualTo(new JsonObject().put("type", "array"));
    assertThat(query.getJsonObject("properties").fieldNames())
        .contains("environment", "rows", "truncated");
  }

  @Test
  void lengthsOfTextsAreCheckedButNotListed() {
    assertThat(new JsonArray(harness.listed).encode()).doesNotContain("maxLength", "minLength");
    String tooLong = "x".repeat(121);
    assertThat(
            harness.error(
                harness.production,
                "create_knowledge",
                new JsonObject().put("title", tooLong).put("content", "c")))
        .contains("120");
  }

  /** Checked as it is compiled: no tool with such a schema starts, and nothing is asked for it. */
  @Test
  void whatASchemaRefersToElsewhereIsNeverFetched() throws Exception {
    AtomicInteger fetched = new AtomicInteger();
    HttpServer elsewhere =
        Await.get(
            harness
                .vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      fetched.incrementAndGet();
                      request.response().end("{}");
                    })
                .listen(0, "127.0.0.1"));
    String remote = "http://127.0.0.1:" + elsewhere.actualPort() + "/schema.json";
    JsonObject schema =
        new JsonObject()
            .put("type", "object")
            .put("properties", new JsonObject().put("a", new JsonObject().put("$ref", remote)));

    assertThatThrownBy(
            () -> new ArgumentValidator(schema).faults(new JsonObject().put("a", new JsonArray())))
        .hasMessageContaining(remote);
    assertThat(fetched).hasValue(0);
    Await.get(elsewhere.close());
  }

  @Test
  void noSchemaRefersToAnother() {
    assertThat(harness.definitions.values().toString()).doesNotContain("$ref");
  }
}
