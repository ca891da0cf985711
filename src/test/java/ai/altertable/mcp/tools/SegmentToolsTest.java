package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Saved segments, and filters by segments and dimensions in insights, through the tools. */
class SegmentToolsTest {
  private static final String MODEL =
      """
      schema: product_analytics
      table: identities
      dimensions: [{as: plan, type: string, sql: "traits ->> 'plan'"}]
      """;

  private static ToolHarness harness;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
    SampleData.load(harness);
    harness.fixture.asOwner(
        harness.production,
        """
        DELETE FROM product_analytics.identities;
        INSERT INTO product_analytics.identities
        SELECT md5('p' || n)::uuid, jsonb_build_object('plan', CASE WHEN n < 4 THEN 'pro' ELSE 'free' END)
        FROM generate_series(0, 9) AS n;
        INSERT INTO product_analytics.events ("timestamp", event, distinct_id, identity_uuid)
        SELECT timestamptz '2026-02-01 00:00Z' + n * interval '1 hour' + step.minutes * interval '1 minute',
          step.event, 'p' || n, md5('p' || n)::uuid
        FROM generate_series(0, 9) AS n
        JOIN (VALUES ('visit', 0, 10), ('order', 90, 6)) AS step (event, minutes, users)
          ON n < step.users;
        """);
    harness.ok(
        harness.production, "create_semantic_model", new JsonObject().put("definition", MODEL));
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void aSegmentFiltersEveryKindOfEventInsight() {
    String slug = save("Pro plan", plan("pro"));
    JsonObject funnel =
        framed()
            .put("events", list(named("visit"), named("order")))
            .put(
                "segmented_by",
                list(audience("pro", use(slug, true)), audience("rest", use(slug, false))));
    JsonObject answer = run("funnel", funnel);
    assertThat(rows(answer))
        .anyMatch(row -> row.startsWith("pro|1|visit|4|"))
        .anyMatch(row -> row.startsWith("pro|2|order|4|1.000000"))
        .anyMatch(row -> row.startsWith("rest|1|visit|6|"))
        .anyMatch(row -> row.startsWith("rest|2|order|2|0.333333"))
        .hasSize(4);
    assertThat(answer.getJsonArray("segments"))
        .isEqualTo(list(new JsonObject().put("slug", slug).put("version", 1)));
    assertThat(answer.getJsonArray("models").encode()).contains("product_analytics.identities");

    JsonObject onEvents =
        framed()
            .put("interval", "year")
            .put("events", list(named("visit").put("segment_filters", list(use(slug, true)))));
    assertThat(rows(run("segmentation", onEvents)))
        .containsExactly("2026-01-01T00:00:00+00:00|visit|4|true");

    JsonObject retention =
        framed()
            .put("starting_event", named("visit").put("segment_filters", list(use(slug, false))))
            .put("returning_event", named("order"))
            .put("periods", 1);
    assertThat(rows(run("retention", retention)))
        .contains("2026-02-01T00:00:00+00:00|0|6|2|0.333333|false");
  }

  @Test
  void aChangedSegmentChangesTheInsightsThatNameIt() {
    String slug = save("Buyers", new JsonObject().put("performed_event_filter", named("order")));
    JsonObject question =
        framed()
            .put("interval", "year")
            .put("events", list(named("visit").put("segment_filters", list(use(slug, true)))));
    assertThat(rows(run("segmentation", question))).singleElement().asString().contains("|6|");
    JsonObject changed =
        harness.ok(
            harness.production,
            "update_segment",
            new JsonObject()
                .put("slug", slug)
                .put(
                    "definition",
                    filters(
                        new JsonObject().put("performed_event_filter", named("order")),
                        plan("free"))));
    assertThat(changed.getInteger("version")).isEqualTo(2);
    JsonObject answer = run("segmentation", question);
    assertThat(rows(answer)).singleElement().asString().contains("|2|");
    assertThat(answer.getJsonArray("segments").getJsonObject(0).getInteger("version")).isEqualTo(2);
  }

  @Test
  void segmentsAreFoundAndRead() {
    String slug = save("Quokka lovers", plan("pro"));
    JsonObject hits =
        harness.ok(
            harness.production,
            "search_entities",
            new JsonObject().put("query", "quokka").put("node_types", list("segment")));
    assertThat(hits.getJsonArray("hits").encode()).contains(slug);
    JsonObject read =
        harness.ok(
            harness.production,
            "read_resource",
            new JsonObject().put("uri", "altertable://ontology/entities/" + slug));
    assertThat(read.encode()).contains("dimension_filter");
    assertThat(
            harness.error(
                harness.staging,
                "read_resource",
                new JsonObject().put("uri", "altertable://ontology/entities/" + slug)))
        .isNotBlank();
  }

  @Test
  void nothingIsSavedThatDoesNotFitTheData() {
    assertThat(create(new JsonObject())).contains("$.filters is required");
    assertThat(create(filters(new JsonObject())))
        .contains("$.filters[0].filters must have exactly one of trait_filter");
    assertThat(create(filters(use("SGM-1", true).copy(), segmentFilter("SGM-1"))))
        .contains("must have exactly one of");
    assertThat(create(filters(segmentFilter("SGM-1"))))
        .contains("$.filters[0].segment_filter.segment_slug cannot stand in a segment");
    JsonObject misspelt = plan("pro");
    misspelt
        .getJsonObject("dimension_filter")
        .getJsonObject("dimension_ref")
        .put("projection", "plam");
    assertThat(create(filters(misspelt)))
        .contains(".dimension_ref.projection names no dimension")
        .contains("plan");
    JsonObject wrongType = plan("pro");
    wrongType.getJsonObject("dimension_filter").put("values", list(7));
    assertThat(create(filters(wrongType))).contains("must hold texts");
    JsonObject valid =
        harness.ok(
            harness.production,
            "create_segment",
            new JsonObject()
                .put("title", "Trial")
                .put("definition", filters(plan("pro")))
                .put("dry_run", true));
    assertThat(valid.getString("slug")).isEmpty();
    assertThat(valid.getString("compiled_sql")).contains("users_1");
  }

  @Test
  void aSegmentThatIsNotThereIsSaidWithItsPlace() {
    JsonObject question =
        framed()
            .put("events", list(named("visit").put("segment_filters", list(use("SGM-999", true)))));
    assertThat(
            harness.error(harness.production, "execute_insight", insight("segmentation", question)))
        .contains("$.segmentation_definition.events[0].segment_filters[0].segment_slug SGM-999")
        .contains("search_entities");
    String slug = save("Of production", plan("pro"));
    question.getJsonArray("events").getJsonObject(0).put("segment_filters", list(use(slug, true)));
    assertThat(harness.error(harness.staging, "execute_insight", insight("segmentation", question)))
        .contains(slug + " is no segment");
  }

  private static String save(String title, JsonObject... filters) {
    return harness
        .ok(
            harness.production,
            "create_segment",
            new JsonObject().put("title", title).put("definition", filters(filters)))
        .getString("slug");
  }

  private static String create(JsonObject definition) {
    return harness.error(
        harness.production,
        "create_segment",
        new JsonObject().put("title", "Wrong").put("definition", definition));
  }

  private static JsonObject run(String kind, JsonObject definition) {
    return harness.ok(harness.production, "execute_insight", insight(kind, definition));
  }

  private static JsonObject insight(String kind, JsonObject definition) {
    return new JsonObject().put("kind", kind).put(kind + "_definition", definition);
  }

  private static JsonObject framed() {
    return new JsonObject().put("from", "2026-02-01").put("to", "2026-02-03");
  }

  private static JsonObject named(String event) {
    return new JsonObject().put("name", event);
  }

  private static JsonObject plan(String value) {
    JsonObject field =
        new JsonObject()
            .put("schema", "product_analytics")
            .put("table", "identities")
            .put("projection", "plan");
    return new JsonObject()
        .put(
            "dimension_filter",
            new JsonObject()
                .put("dimension_ref", field)
                .put("operator", "=")
                .put("values", list(value)));
  }

  private static JsonObject segmentFilter(String slug) {
    return new JsonObject().put("segment_filter", use(slug, true));
  }

  private static JsonObject use(String slug, boolean including) {
    return new JsonObject().put("segment_slug", slug).put("including", including);
  }

  private static JsonObject audience(String key, JsonObject use) {
    return new JsonObject()
        .put("key", key)
        .put("filters", list(new JsonObject().put("segment_filter", use)));
  }

  private static JsonObject filters(JsonObject... filters) {
    return new JsonObject().put("filters", new JsonArray(List.of(filters)));
  }

  private static JsonArray list(Object... values) {
    return new JsonArray(List.of(values));
  }

  private static List<String> rows(JsonObject answer) {
    return answer.getJsonArray("rows").stream()
        .map(row -> String.join("|", ((JsonArray) row).stream().map(String::valueOf).toList()))
        .toList();
  }
}
