package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.call;
import static ai.altertable.mcp.transport.Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every tool of the product, called over the wire as {@code tool-samples.txt} says: with much and
 * with nothing to tell, saved and only tried. What it answers must conform to the schema that it is
 * listed with (JSON Schema 2020-12), and to the whole one behind it.
 */
class EveryToolTest {
  private static ProductEndpoint endpoint;

  @BeforeAll
  static void start() {
    endpoint = new ProductEndpoint();
  }

  @AfterAll
  static void stop() {
    endpoint.close();
  }

  @Test
  void structuredResultsConformInTheModernEra() throws Exception {
    Client client = endpoint.client(ProductEndpoint.WRITER);
    assertAllConform(
        (method, params) -> {
          Client.Answer answer =
              mirrored(client, params.getJsonObject("arguments")).modern(1, method, params);
          JsonObject result = result(answer);
          assertThat(result.getString("resultType")).isEqualTo("complete");
          return result;
        });
  }

  @Test
  void structuredResultsConformInTheHandshakeEra() throws Exception {
    Client client = endpoint.client(ProductEndpoint.STAGING).initialize("2025-11-25");
    assertAllConform((method, params) -> result(client.post(request(1, method, params))));
  }

  /** A call that takes long on a busy machine is answered by a stream. */
  private static JsonObject result(Client.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.header("Content-Type").equals("application/json")
        ? answer.result()
        : answer.events().get(answer.events().size() - 1).getJsonObject("result");
  }

  private static Client mirrored(Client client, JsonObject arguments) {
    String catalog = arguments == null ? null : arguments.getString("catalog");
    return client.header("Mcp-Param-Catalog", catalog);
  }

  private static void assertAllConform(BiFunction<String, JsonObject, JsonObject> era)
      throws IOException {
    Map<String, Validator> listed = new HashMap<>();
    for (Object tool : era.apply("tools/list", new JsonObject()).getJsonArray("tools")) {
      JsonObject definition = (JsonObject) tool;
      listed.put(definition.getString("name"), validator(definition.getJsonObject("outputSchema")));
    }
    Set<String> called = new HashSet<>();
    String handle = null;
    for (String line : samples()) {
      String tool = line.substring(0, line.indexOf(' '));
      JsonObject arguments =
          new JsonObject(line.substring(tool.length()).replace("$handle", String.valueOf(handle)));
      JsonObject result = era.apply("tools/call", call(tool, arguments));
      assertThat(result.getBoolean("isError", false)).as("%s %s", line, result).isFalse();
      assertThat(result.getJsonArray("content")).as(line).isNotEmpty();
      JsonObject structured = result.getJsonObject("structuredContent");
      OutputUnit judged = listed.get(tool).validate(structured);
      assertThat(judged.getValid())
          .as("%s %s in %s", line, judged.getErrors(), structured)
          .isTrue();
      endpoint.harness.assertConforms(tool, structured);
      handle = structured.getString("result_handle", handle);
      called.add(tool);
    }
    assertThat(called).as("tools with samples").isEqualTo(listed.keySet());
  }

  private static List<String> samples() throws IOException {
    try (var in = EveryToolTest.class.getResourceAsStream("tool-samples.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  private static Validator validator(JsonObject schema) {
    return Validator.create(
        JsonSchema.of(schema),
        new JsonSchemaOptions().setBaseUri("urn:test").setDraft(Draft.DRAFT202012));
  }

  /** As the header must be, when the argument {@code catalog} is given. */
  @ParameterizedTest
  @ValueSource(strings = {"query_lakehouse", "validate_sql", "explain_sql"})
  void statementsNameTheirCatalogInAHeaderThatGatewaysCanRead(String tool) {
    JsonObject params =
        call(tool, new JsonObject().put("statement", "SELECT 1").put("catalog", "lakehouse"));
    Client client = endpoint.client(ProductEndpoint.READER);

    assertThat(schema(tool).getString("x-mcp-header")).isEqualTo("Catalog");
    for (String good : new String[] {"lakehouse", " lakehouse ", "=?base64?bGFrZWhvdXNl?="}) {
      Client.Answer answer =
          client.header("Mcp-Param-Catalog", good).modern(1, "tools/call", params);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.result().getBoolean("isError", false)).as(answer.body()).isFalse();
    }
    for (String bad : new String[] {null, "", "other", "Lakehouse", "=?base64?bGFrZ?="}) {
      Client.Answer answer =
          client.header("Mcp-Param-Catalog", bad).modern(1, "tools/call", params);
      assertThat(answer.status()).as("%s %s", bad, answer.body()).isEqualTo(400);
      assertThat(answer.error().getInteger("code")).isEqualTo(-32020);
      assertThat(answer.error().getString("message")).contains("Mcp-Param-Catalog");
      assertThat(answer.json().getInteger("id")).isEqualTo(1);
    }
  }

  @Test
  void catalogThatIsNotGivenIsNotMirrored() {
    JsonObject params = call("query_lakehouse", new JsonObject().put("statement", "SELECT 1"));
    Client client = endpoint.client(ProductEndpoint.READER);

    assertThat(client.modern(1, "tools/call", params).status()).isEqualTo(200);
    assertThat(
            client
                .header("Mcp-Param-Catalog", "lakehouse")
                .modern(1, "tools/call", params)
                .status())
        .isEqualTo(400);
    // Where no other way leads to a catalog, clients need not send what those in browsers cannot.
    JsonObject other = call("get_connection", new JsonObject().put("catalog", "lakehouse"));
    assertThat(endpoint.client(ProductEndpoint.READER).modern(1, "tools/call", other).status())
        .isEqualTo(200);
  }

  private static JsonObject schema(String tool) {
    JsonArray tools =
        endpoint
            .client(ProductEndpoint.READER)
            .modern(1, "tools/list", new JsonObject())
            .result()
            .getJsonArray("tools");
    return tools.stream()
        .map(JsonObject.class::cast)
        .filter(each -> each.getString("name").equals(tool))
        .findFirst()
        .orElseThrow()
        .getJsonObject("inputSchema")
        .getJsonObject("properties")
        .getJsonObject("catalog");
  }
}
