package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.assets.Discovery;
import ai.altertable.mcp.assets.DiscoveryStore;
import ai.altertable.mcp.assets.Memory;
import ai.altertable.mcp.assets.MemoryStore;
import ai.altertable.mcp.assets.NotificationStore;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AssetToolsTest {
  private static final JsonObject NONE = new JsonObject();
  private static final int AT_ONCE = 8;
  private static ToolHarness harness;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
    SampleData.load(harness);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void savedInsightIsListedViewedAndRunInItsEnvironmentOnly() {
    String slug =
        harness
            .ok(harness.production, "create_insight", checkouts("Checkouts by plan"))
            .getString("slug");
    assertThat(slug).matches("INS-\\d+");
    JsonObject listed =
        harness.ok(harness.production, "list_insights", new JsonObject().put("search", "by PLAN"));
    assertThat(listed.getJsonArray("insights").getJsonObject(0).getString("slug")).isEqualTo(slug);
    JsonObject viewed = harness.ok(harness.production, "view_insight", slug(slug));
    assertThat(viewed.getString("compiled_sql")).contains("date_trunc('day'");
    assertThat(viewed.getString("created_by")).isEqualTo("ada@example.com");
    JsonObject run = harness.ok(harness.production, "execute_insight", slug(slug));
    assertThat(run.getInteger("row_count")).isPositive();
    assertThat(run.getJsonArray("columns").encode())
        .contains("interval_start", "breakdown_1", "partial");

    assertThat(harness.error(harness.staging, "view_insight", slug(slug)))
        .contains("There is no insight " + slug + " in demo/staging", "list_insights");
    assertThat(harness.ok(harness.staging, "list_insights", NONE).getJsonArray("insights"))
        .isEmpty();
  }

  @Test
  void dryRunChecksWithoutSaving() {
    int before =
        harness.ok(harness.production, "list_insights", NONE).getJsonArray("insights").size();
    JsonObject answer =
        harness.ok(
            harness.production, "create_insight", checkouts("Not kept").put("dry_run", true));
    assertThat(answer.getString("slug")).isEmpty();
    assertThat(harness.ok(harness.production, "list_insights", NONE).getJsonArray("insights"))
        .hasSize(before);
  }

  @Test
  void insightOverAMissingTableIsRefused() {
    assertThat(
            harness.error(
                harness.production,
                "create_insight",
                sqlInsight("SELECT 1 FROM shop.nothing", "one")))
        .contains("42P01");
  }

  @Test
  void axisColumnThatIsNotReturnedIsNamedWithTheNearest() {
    assertThat(
            harness.error(
                harness.production, "create_insight", sqlInsight("SELECT 1 AS revenue", "revenu")))
        .contains("$.sql_parameters.y_axis_columns", "Did you mean revenue?");
  }

  @Test
  void everyFaultOfADefinitionIsSaidAtOnce() {
    JsonObject event =
        new JsonObject()
            .put("nme", "checkout")
            .put(
                "property_filters",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("property", "x")
                            .put("operator", "~")
                            .put("values", new JsonArray().add(1))));
    JsonObject arguments =
        new JsonObject()
            .put("kind", "segmentation")
            .put("title", "x")
            .put(
                "segmentation_definition",
                new JsonObject()
                    .put("events", new JsonArray().add(event))
                    .put("timezone", "Mars/Base"));
    assertThat(harness.error(harness.production, "create_insight", arguments))
        .contains(
            "$.segmentation_definition.events[0].name is required",
            "$.segmentation_definition.events[0].nme is not known. Did you mean name?",
            "$.segmentation_definition.events[0].property_filters[0].operator must be one of",
            "$.segmentation_definition.timezone must be an IANA time zone");
  }

  @Test
  void slugsAreNumberedForEachEnvironment() {
    String first =
        harness.ok(harness.staging, "create_memory", memory("staging fact")).getString("slug");
    String second =
        harness
            .ok(harness.staging, "create_memory", memory("another staging fact"))
            .getString("slug");
    assertThat(first).isEqualTo("MEM-1");
    assertThat(second).isEqualTo("MEM-2");
  }

  @Test
  void memoryIsRecalledByWordsWithProvenanceAndStaysAliveByUse() {
    harness.ok(
        harness.production,
        "create_memory",
        memory("Refunds are booked in the week of the order").put("importance", 9));
    harness.ok(
        harness.production,
        "create_memory",
        memory("Refunds of gift cards are rare").put("importance", 2));
    JsonObject found =
        harness.ok(
            harness.production,
            "search_memory",
            new JsonObject().put("query", "When are refunds booked?"));
    JsonArray memories = found.getJsonArray("memories");
    assertThat(memories.getJsonObject(0).getString("content")).contains("week of the order");
    assertThat(memories.getJsonObject(0).getString("created_by")).isEqualTo("ada@example.com");
    assertThat(memories.getJsonObject(0).getString("created_via")).isEqualTo("Test agent");
    assertThat(memories.getJsonObject(0).getDouble("relevance")).isBetween(0.89, 0.9);
    int uses = memories.getJsonObject(0).getInteger("access_count");
    JsonObject again =
        harness.ok(
            harness.production,
            "search_memory",
            new JsonObject().put("query", "refunds booked week"));
    assertThat(again.getJsonArray("memories").getJsonObject(0).getInteger("access_count"))
        .isEqualTo(uses + 1);
    assertThat(
            harness
                .ok(harness.staging, "search_memory", new JsonObject().put("query", "refunds"))
                .getJsonArray("memories"))
        .isEmpty();
  }

  @Test
  void searchOfMemoryTakesAnyPunctuation() {
    assertThat(
            harness
                .ok(
                    harness.production,
                    "search_memory",
                    new JsonObject().put("query", "'); -- | & ! :* \"or\" <-> refunds"))
                .getJsonArray("memories"))
        .isNotNull();
    assertThat(
            harness
                .ok(harness.production, "search_memory", new JsonObject().put("query", "?!"))
                .getJsonArray("memories"))
        .isEmpty();
  }

  @Test
  void whatIsKnownIsNotRememberedTwice() {
    JsonObject first =
        harness.ok(harness.production, "create_memory", memory("Invoices are cut on Fridays"));
    JsonObject again =
        harness.ok(harness.production, "create_memory", memory(" invoices are cut on fridays "));
    JsonArray recalled =
        harness
            .ok(
                harness.production,
                "search_memory",
                new JsonObject().put("query", "invoices fridays"))
            .getJsonArray("memories");

    assertThat(again.getString("slug")).isEqualTo(first.getString("slug"));
    assertThat(recalled).hasSize(1);
    // told again and recalled
    assertThat(recalled.getJsonObject(0).getInteger("access_count")).isPositive();
  }

  @Test
  void whatIsToldManyTimesAtOnceIsKeptOnce() {
    MemoryStore memories = new MemoryStore(harness.fixture.platform);
    DiscoveryStore discoveries =
        new DiscoveryStore(
            harness.fixture.platform, new NotificationStore(harness.fixture.platform));
    UUID production = harness.production.environmentId();
    UUID staging = harness.staging.environmentId();
    List<Future<MemoryStore.Told>> told = new ArrayList<>();
    List<Future<DiscoveryStore.Saved>> saved = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      String words = i % 2 == 0 ? " told AT once " : "Told at once";
      told.add(
          memories.tell(
              production, new Memory.Draft("semantic", words, 5, List.of(), null), "Ada", "test"));
      saved.add(
          discoveries.create(
              staging,
              new Discovery.Draft(words, "Summary", "Why", "Evidence", List.of()),
              false,
              "Ada"));
    }

    List<MemoryStore.Told> memory = told.stream().map(Await::get).toList();
    List<DiscoveryStore.Saved> discovery = saved.stream().map(Await::get).toList();
    assertThat(memory).filteredOn(each -> !each.known()).hasSize(1);
    assertThat(memory)
        .extracting(each -> each.memory().slug())
        .containsOnly(memory.get(0).memory().slug());
    assertThat(discovery).filteredOn(each -> !each.known()).hasSize(1);
    assertThat(discovery)
        .extracting(each -> each.discovery().slug())
        .containsOnly(discovery.get(0).discovery().slug());
    Await.get(
        harness.fixture.platform.inEnvironment(
            staging,
            connection ->
                connection.query("DELETE FROM discovery; DELETE FROM notification").execute()));
  }

  @Test
  void aFindingOfTodayIsNotToldTwice() {
    JsonObject first = harness.ok(harness.staging, "create_discovery", discovery("Twice"));
    JsonObject again = harness.ok(harness.staging, "create_discovery", discovery("twice"));

    assertThat(again.getString("slug")).isEqualTo(first.getString("slug"));
    assertThat(again.getBoolean("notified")).isFalse();
    Await.get(
        harness.fixture.platform.inEnvironment(
            harness.staging.environmentId(),
            connection ->
                connection
                    .query("UPDATE discovery SET created_at = now() - interval '25 hours'")
                    .execute()));
    assertThat(
            harness.ok(harness.staging, "create_discovery", discovery("Twice")).getString("slug"))
        .isNotEqualTo(first.getString("slug"));
    Await.get(
        harness.fixture.platform.inEnvironment(
            harness.staging.environmentId(),
            connection ->
                connection.query("DELETE FROM discovery; DELETE FROM notification").execute()));
  }

  @Test
  void discoveryAlwaysRecordsANotification() {
    JsonObject loud = harness.ok(harness.production, "create_discovery", discovery("Loud"));
    JsonObject quiet =
        harness.ok(harness.production, "create_discovery", discovery("Quiet").put("notify", false));
    assertThat(notification(loud).getBoolean("quiet")).isFalse();
    assertThat(notification(quiet).getBoolean("quiet")).isTrue();
    assertThat(notification(quiet).getString("source_slug")).isEqualTo(quiet.getString("slug"));
    JsonObject viewed =
        harness.ok(harness.production, "view_discovery", slug(loud.getString("slug")));
    assertThat(viewed.getString("status")).isEqualTo("pending");
    assertThat(viewed.getJsonArray("context_slugs")).containsExactly("INS-1");
    assertThat(
            harness
                .ok(
                    harness.production,
                    "list_discoveries",
                    new JsonObject().put("status", "approved"))
                .getJsonArray("discoveries"))
        .isEmpty();
    assertThat(
            harness.ok(harness.staging, "list_notifications", NONE).getJsonArray("notifications"))
        .isEmpty();
  }

  @Test
  void notificationSaysWhereItWasDelivered() {
    JsonObject sent =
        harness.ok(
            harness.production,
            "create_notification",
            new JsonObject().put("title", "Hello").put("body", "World"));
    assertThat(sent.getJsonArray("delivered_to")).containsExactly("in_app");
    assertThat(sent.getJsonArray("queued_for")).isEmpty();
  }

  @Test
  void listsArePagedByCursor() {
    for (int i = 0; i < 5; i++) {
      harness.ok(
          harness.staging,
          "create_notification",
          new JsonObject().put("title", "Page " + i).put("body", "x").put("source_slug", "DSH-7"));
    }
    List<String> titles = new ArrayList<>();
    JsonObject arguments = new JsonObject().put("limit", 2).put("source_slug", "DSH-7");
    String cursor = null;
    do {
      JsonObject page =
          harness.ok(
              harness.staging,
              "list_notifications",
              cursor == null ? arguments : arguments.copy().put("cursor", cursor));
      page.getJsonArray("notifications")
          .forEach(each -> titles.add(((JsonObject) each).getString("title")));
      cursor = page.getString("next_cursor");
    } while (cursor != null);
    assertThat(titles).containsExactly("Page 4", "Page 3", "Page 2", "Page 1", "Page 0");
  }

  @Test
  void cursorIsGoodForItsListAndEnvironmentOnly() {
    for (int i = 0; i < 3; i++) {
      harness.ok(
          harness.production,
          "create_notification",
          new JsonObject().put("title", "C" + i).put("body", "x"));
    }
    String cursor =
        harness
            .ok(harness.production, "list_notifications", new JsonObject().put("limit", 1))
            .getString("next_cursor");
    String clear = "$.cursor is not a cursor of this list";
    assertThat(
            harness.error(
                harness.staging, "list_notifications", new JsonObject().put("cursor", cursor)))
        .contains(clear);
    assertThat(
            harness.error(
                harness.production, "list_discoveries", new JsonObject().put("cursor", cursor)))
        .contains(clear);
    assertThat(
            harness.error(
                harness.production,
                "list_notifications",
                new JsonObject().put("cursor", cursor).put("source_slug", "INS-1")))
        .contains(clear);
    char last = cursor.charAt(5);
    String tampered = cursor.substring(0, 5) + (last == 'A' ? 'B' : 'A') + cursor.substring(6);
    assertThat(
            harness.error(
                harness.production, "list_notifications", new JsonObject().put("cursor", tampered)))
        .contains(clear);
    assertThat(
            harness.error(
                harness.production, "list_notifications", new JsonObject().put("cursor", "%%%")))
        .contains(clear);
  }

  @Test
  void whoamiSaysWhatIsHiddenAndWhy() {
    JsonObject whoami = harness.ok(harness.production, "whoami", NONE);
    assertThat(whoami.getJsonArray("hidden_tools")).isEmpty();
    assertThat(whoami.getJsonObject("calls").getInteger("at_a_time")).isEqualTo(4);
    var readOnly =
        (ai.altertable.mcp.bus.ToolOutcome.Completed)
            harness.call(harness.production, ToolHarness.READ, "whoami", NONE);
    assertThat(readOnly.structured().getJsonArray("hidden_tools")).contains("create_insight");
    assertThat(readOnly.structured().getString("hidden_because")).contains("tick Write");
    assertThat(ToolHarness.text(readOnly)).contains("demo/production", "ada@example.com");
  }

  @Test
  void knowledgeIsShownAtTheStartOfASession() {
    harness.ok(
        harness.staging,
        "create_knowledge",
        new JsonObject().put("title", "Fiscal year").put("content", "Starts in April."));
    ai.altertable.mcp.testing.Await.until(
        () ->
            harness
                .ok(harness.staging, "whoami", NONE)
                .getJsonArray("knowledge")
                .encode()
                .contains("Starts in April."));
  }

  @Test
  void documentationAnswersWithTheRightPage() {
    assertThat(firstDoc("how do I page through a truncated result with a handle"))
        .isEqualTo("altertable://docs/results");
    assertThat(firstDoc("segmentation breakdown filter operators"))
        .isEqualTo("altertable://docs/insights");
    assertThat(firstDoc("semantic model measure types"))
        .isEqualTo("altertable://docs/semantic-models");
    assertThat(firstDoc("memory relevance decay")).isEqualTo("altertable://docs/memory");
    assertThat(firstDoc("connect Claude Code")).isEqualTo("altertable://docs/connecting");
    assertThat(
            harness
                .ok(harness.production, "search_docs", new JsonObject().put("query", "qqqq"))
                .getJsonArray("sections"))
        .isEmpty();
  }

  private static String firstDoc(String query) {
    return harness
        .ok(harness.production, "search_docs", new JsonObject().put("query", query))
        .getJsonArray("sections")
        .getJsonObject(0)
        .getString("uri");
  }

  private static JsonObject notification(JsonObject discovery) {
    return harness
        .ok(
            harness.production,
            "list_notifications",
            new JsonObject().put("source_slug", discovery.getString("slug")))
        .getJsonArray("notifications")
        .getJsonObject(0);
  }

  private static JsonObject slug(String slug) {
    return new JsonObject().put("slug", slug);
  }

  private static JsonObject memory(String content) {
    return new JsonObject().put("type", "semantic").put("content", content);
  }

  private static JsonObject discovery(String title) {
    return new JsonObject()
        .put("title", title)
        .put("summary", "Something happened")
        .put("explanation", "It was seen")
        .put("content", "| a | b |")
        .put("context_slugs", new JsonArray().add("INS-1"));
  }

  private static JsonObject sqlInsight(String statement, String y) {
    return new JsonObject()
        .put("kind", "sql")
        .put("title", "An insight")
        .put("sql_definition", new JsonObject().put("statement", statement))
        .put("sql_parameters", new JsonObject().put("y_axis_columns", new JsonArray().add(y)));
  }

  private static JsonObject checkouts(String title) {
    JsonObject event =
        new JsonObject()
            .put("name", "checkout")
            .put("breakdowns", new JsonArray().add(new JsonObject().put("property", "plan")));
    return new JsonObject()
        .put("kind", "segmentation")
        .put("title", title)
        .put("segmentation_definition", new JsonObject().put("events", new JsonArray().add(event)));
  }
}
