package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code search_entities} and {@code read_resource}. */
class SearchToolsTest {
  private static ToolHarness harness;
  private static String knowledge;
  private static String memory;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
    SampleData.load(harness);
    knowledge =
        create("create_knowledge", "title", "Customers", "content", "A customer has paid once.");
    memory = create("create_memory", "type", "semantic", "content", "Orders dip in August.");
    create("create_memory", "type", "semantic", "content", "Unrelated to anything.");
    create(
        "create_discovery",
        "title",
        "Checkouts fell",
        "summary",
        "Fewer checkouts on Monday",
        "explanation",
        "Payment provider was down",
        "content",
        "See the orders.");
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static String create(String tool, String... fields) {
    JsonObject arguments = new JsonObject();
    for (int i = 0; i < fields.length; i += 2) {
      arguments.put(fields[i], fields[i + 1]);
    }
    if (tool.equals("create_memory")) {
      arguments.put("importance", 5);
    }
    return harness.ok(harness.production, tool, arguments).getString("slug");
  }

  private static JsonObject search(String query, String... types) {
    return harness.ok(
        harness.production,
        "search_entities",
        new JsonObject().put("query", query).put("node_types", new JsonArray(List.of(types))));
  }

  private static List<String> names(JsonObject result) {
    return result.getJsonArray("hits").stream()
        .map(hit -> ((JsonObject) hit).getString("name"))
        .toList();
  }

  @Test
  void findsTablesEventsAndWhatIsSavedTogether() {
    assertThat(names(search("customers")))
        .contains("lakehouse.shop.customers", knowledge)
        .doesNotContain(memory);
    assertThat(names(search("orders"))).contains("lakehouse.shop.orders", memory);
    assertThat(names(search("checkout"))).contains("checkout", "DSC-1");
    assertThat(names(search("customer orders")).get(0)).startsWith("lakehouse.shop.");
  }

  @Test
  void nodeTypesNarrowTheSearch() {
    assertThat(names(search("customers orders checkout", "table")))
        .containsExactlyInAnyOrder("lakehouse.shop.customers", "lakehouse.shop.orders");
    assertThat(names(search("customers orders checkout", "memory"))).containsExactly(memory);
    assertThat(
            harness.error(
                harness.production,
                "search_entities",
                new JsonObject().put("query", "x").put("node_types", new JsonArray().add("cake"))))
        .contains("node_types");
  }

  @Test
  void hitsOfOnePageGoOnInTheNext() {
    List<String> all = new ArrayList<>();
    JsonObject arguments =
        new JsonObject().put("query", "customers orders checkout").put("limit", 2);
    String cursor;
    do {
      JsonObject page = harness.ok(harness.production, "search_entities", arguments);
      all.addAll(names(page));
      cursor = page.getString("next_cursor");
      arguments.put("cursor", cursor);
    } while (cursor != null);
    assertThat(all).hasSizeGreaterThanOrEqualTo(6);
    assertThat(new HashSet<>(all)).hasSameSizeAs(all);
  }

  @Test
  void wordsThatMeanSomethingToTheDatabaseAreWordsOnly() {
    for (String query : new String[] {"a | b & !c :* <->", "'; DROP", "the of", "\\", "%_"}) {
      assertThat(search(query).getInteger("total")).isNotNegative();
    }
  }

  @Test
  void anotherEnvironmentFindsItsOwnOnly() {
    JsonObject found =
        harness.ok(
            harness.staging, "search_entities", new JsonObject().put("query", "customers staging"));
    assertThat(names(found)).contains("staging_only").doesNotContain(knowledge, memory, "checkout");
  }

  @Test
  void hitIsReadWholeByItsAddress() {
    JsonObject hit = search("customer paid", "knowledge").getJsonArray("hits").getJsonObject(0);
    JsonObject read =
        harness.ok(
            harness.production, "read_resource", new JsonObject().put("uri", hit.getString("uri")));
    assertThat(read.getString("mime_type")).isEqualTo("application/json");
    assertThat(new JsonObject(read.getString("text")).getString("content"))
        .isEqualTo("A customer has paid once.");
    assertThat(
            harness.error(
                harness.staging,
                "read_resource",
                new JsonObject().put("uri", hit.getString("uri"))))
        .contains("There is nothing at", "demo/staging");
  }

  @Test
  void everyKindOfEntityCanBeRead() {
    for (String slug : new String[] {knowledge, memory, "DSC-1", "NTF-1"}) {
      JsonObject read =
          harness.ok(
              harness.production,
              "read_resource",
              new JsonObject().put("uri", "altertable://ontology/entities/" + slug));
      assertThat(new JsonObject(read.getString("text")).getString("slug")).isEqualTo(slug);
    }
  }
}
