package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Insights of every kind, through the tools. */
class InsightToolsTest {
  private static ToolHarness harness;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
    SampleData.load(harness);
    harness.fixture.asOwner(
        harness.production,
        """
        INSERT INTO product_analytics.events ("timestamp", event, properties, distinct_id)
        SELECT timestamptz '2026-02-01 00:00Z' + n * interval '1 hour' + step.minutes * interval '1 minute',
          step.event, jsonb_build_object('country', CASE n % 2 WHEN 0 THEN 'DE' ELSE 'FR' END),
          'buyer-' || n
        FROM generate_series(0, 9) AS n
        JOIN (VALUES ('visit', 0, 10), ('cart', 5, 6), ('order', 90, 3)) AS step (event, minutes, users)
          ON n < step.users;
        """);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void funnelCountsUsersStepByStep() {
    JsonObject answer = run("funnel", funnel());
    assertThat(rows(answer))
        .containsExactly(
            "1|visit|10|1.000000|1.000000|0|null|null",
            "2|cart|6|0.600000|0.600000|4|300.000|300.000",
            "3|order|3|0.500000|0.300000|3|5100.000|5400.000");
    assertThat(answer.getString("compiled_sql")).contains("\"users_3\"");
    assertThat(answer.getString("kind")).isEqualTo("funnel");
    assertThat(answer.getValue("url")).isNull();
  }

  @Test
  void funnelWithAWindowLosesWhoIsTooSlow() {
    assertThat(rows(run("funnel", funnel().put("completed_within_seconds", 3600))))
        .contains("2|cart|6|0.600000|0.600000|4|300.000|300.000")
        .contains("3|order|0|0.000000|0.000000|6|null|null");
  }

  @Test
  void funnelIsSplitByBreakdownAndSegment() {
    JsonObject definition =
        funnel()
            .put("breakdowns", list(new JsonObject().put("property", "country")))
            .put(
                "segmented_by",
                list(
                    new JsonObject()
                        .put("key", "ordered")
                        .put(
                            "filters",
                            list(
                                new JsonObject()
                                    .put(
                                        "performed_event_filter",
                                        new JsonObject().put("name", "order"))))));
    assertThat(rows(run("funnel", definition)))
        .contains(
            "ordered|DE|1|visit|2|1.000000|1.000000|0|null|null",
            "ordered|FR|3|order|1|1.000000|1.000000|0|5100.000|5400.000")
        .hasSize(6);
  }

  @Test
  void retentionCountsWhoComesBack() {
    JsonObject definition =
        new JsonObject()
            .put("starting_event", new JsonObject().put("name", "visit"))
            .put("returning_event", new JsonObject().put("name", "order"))
            .put("from", "2026-02-01")
            .put("to", "2026-02-02")
            .put("periods", 1);
    assertThat(rows(run("retention", definition)))
        .containsExactly(
            "2026-02-01T00:00:00+00:00|0|10|3|0.300000|false",
            "2026-02-01T00:00:00+00:00|1|10|0|0.000000|false");
  }

  @Test
  void anEmptyTimeRangeIsAnAnswer() {
    JsonObject definition = funnel().put("from", "1999-01-01").put("to", "1999-01-02");
    assertThat(rows(run("funnel", definition)))
        .startsWith("1|visit|0|null|null|0|null|null")
        .hasSize(3);
    JsonObject huge = funnel().put("from", "1970-01-01").put("to", "2199-12-31");
    assertThat(rows(run("funnel", huge))).startsWith("1|visit|10|1.000000|1.000000|0|null|null");
  }

  @Test
  void timeOfASavedInsightIsOverridden() {
    JsonObject saved =
        harness.ok(
            harness.production,
            "create_insight",
            new JsonObject()
                .put("title", "Visits")
                .put(
                    "segmentation_definition",
                    new JsonObject().put("events", list(new JsonObject().put("name", "visit")))));
    String slug = saved.getString("slug");
    assertThat(saved.getString("url"))
        .isEqualTo("https://app.example.com/console/demo/production/insights/" + slug);
    JsonObject answer =
        execute(
            new JsonObject()
                .put("slug", slug)
                .put("from", "2026-02-01")
                .put("to", "2026-02-03")
                .put("interval", "week")
                .put("as_of", "2026-02-01T05:30:00Z"));
    assertThat(rows(answer)).containsExactly("2026-01-26T00:00:00+00:00|visit|6|true");
    assertThat(answer.getString("url")).endsWith("/insights/" + slug);
    assertThat(answer.getJsonObject("definition").encode()).contains("2026-02-03");
  }

  @Test
  void variablesAreBoundAsLiterals() {
    JsonObject definition =
        new JsonObject()
            .put(
                "statement",
                "SELECT {{ who }} AS who, {{n}} + 1 AS n, {{day}} AS day, '{{kept}}' AS kept")
            .put(
                "variables",
                list(
                    variable("who", "string").put("default", "x"),
                    variable("n", "number").put("default", -1),
                    variable("day", "date").put("default", "2026-01-31")));
    JsonObject saved =
        harness.ok(
            harness.production,
            "create_insight",
            new JsonObject()
                .put("title", "Bound")
                .put("sql_definition", definition)
                .put(
                    "sql_parameters",
                    new JsonObject().put("x_axis_columns", new JsonArray().add("who"))));
    JsonObject overrides = new JsonObject().put("who", "'; DROP TABLE x; --\\").put("n", 41);
    JsonObject answer =
        execute(
            new JsonObject()
                .put("slug", saved.getString("slug"))
                .put("variable_overrides", overrides));
    assertThat(rows(answer)).containsExactly("'; DROP TABLE x; --\\|42|2026-01-31|{{kept}}");
    assertThat(
            harness.error(
                harness.production,
                "execute_insight",
                new JsonObject()
                    .put("slug", saved.getString("slug"))
                    .put(
                        "variable_overrides",
                        new JsonObject().put("n", "1; SELECT 2").put("wo", "y"))))
        .contains("$.variable_overrides.n must be a number")
        .contains(
            "$.variable_overrides.wo is not a variable of the insight. Did you mean who or n?");
  }

  @Test
  void updateKeepsWhatIsLeftOutAndCountsVersions() {
    String slug =
        harness
            .ok(
                harness.production,
                "create_funnel_insight",
                new JsonObject().put("title", "Before").put("funnel_definition", funnel()))
            .getString("slug");
    JsonObject tried =
        harness.ok(
            harness.production,
            "update_insight",
            new JsonObject().put("slug", slug).put("title", "Tried").put("dry_run", true));
    assertThat(tried.getString("slug")).isEmpty();
    assertThat(view(slug).getString("title")).isEqualTo("Before");
    JsonObject updated =
        harness.ok(
            harness.production,
            "update_insight",
            new JsonObject().put("slug", slug).put("title", "After"));
    assertThat(updated.getInteger("version")).isEqualTo(2);
    JsonObject viewed = view(slug);
    assertThat(viewed.getString("title")).isEqualTo("After");
    assertThat(viewed.getString("visualization")).isEqualTo("funnel");
    assertThat(viewed.getJsonObject("definition").getJsonObject("funnel_definition"))
        .isEqualTo(funnel());
    assertThat(viewed.getString("updated_by")).isEqualTo("ada@example.com");
    assertThat(
            harness.error(
                harness.production,
                "update_insight",
                new JsonObject().put("slug", slug).put("sql_definition", new JsonObject())))
        .contains("$.sql_definition is not known");
  }

  @Test
  void anInsightWhoseTablesAreGoneIsStillShown() {
    String slug =
        harness
            .ok(
                harness.staging,
                "create_insight",
                new JsonObject()
                    .put("title", "Lost")
                    .put(
                        "segmentation_definition",
                        new JsonObject()
                            .put("events", list(new JsonObject().put("name", "staging_only")))))
            .getString("slug");
    harness.fixture.asOwner(harness.staging, "ALTER TABLE product_analytics.events RENAME TO gone");
    try {
      JsonObject viewed =
          harness.ok(harness.staging, "view_insight", new JsonObject().put("slug", slug));
      assertThat(viewed.getValue("compiled_sql")).isNull();
      assertThat(viewed.getString("problem")).contains("no table product_analytics.events");
    } finally {
      harness.fixture.asOwner(
          harness.staging, "ALTER TABLE product_analytics.gone RENAME TO events");
    }
  }

  @Test
  void segmentationOverATableOfAThousandColumns() {
    harness.fixture.asOwner(
        harness.staging,
        """
        DO $$ BEGIN
          EXECUTE 'CREATE TABLE wide (' ||
            (SELECT string_agg('c' || n || ' integer', ', ') FROM generate_series(1, 1000) AS n) || ')';
        END $$;""");
    JsonObject definition =
        new JsonObject().put("events", list(new JsonObject().put("name", "staging_only")));
    JsonObject answer =
        harness.ok(
            harness.staging,
            "execute_insight",
            new JsonObject().put("segmentation_definition", definition));
    assertThat(answer.getInteger("row_count")).isEqualTo(1);
  }

  static Stream<Arguments> badDefinitions() {
    return Stream.of(
        bad("funnel", new JsonObject(), "$.funnel_definition.events is required"),
        bad(
            "funnel",
            new JsonObject().put("events", list(event("a"))),
            "$.funnel_definition.events must have from 2 to 10 items, has 1"),
        bad(
            "funnel",
            funnel().put("completed_within_seconds", 0),
            "$.funnel_definition.completed_within_seconds must be a whole number from 1"),
        bad("funnel", funnel().put("orderd", true), "$.funnel_definition.orderd is not known."),
        bad(
            "funnel",
            new JsonObject().put("events", list(event("a"), event("a"))),
            "$.funnel_definition.events[1].key must be unique"),
        bad(
            "funnel",
            funnel().put("to", "2020-01-01"),
            "$.funnel_definition.to must lie behind from"),
        bad(
            "funnel",
            funnel().put("timeframe", "last_7_days"),
            "$.funnel_definition.timeframe cannot stand beside from and to"),
        bad(
            "funnel",
            funnel().put("timezone", "Mars/Phobos"),
            "$.funnel_definition.timezone must be an IANA time zone"),
        bad(
            "funnel",
            funnel()
                .put(
                    "segmented_by",
                    list(
                        new JsonObject()
                            .put("key", "s")
                            .put(
                                "filters",
                                list(
                                    new JsonObject()
                                        .put(
                                            "segment_filter",
                                            new JsonObject().put("segment_slug", "INS-1"))))))
                .put("breakdowns", list(new JsonObject().put("limit", 5))),
            "$.funnel_definition.segmented_by[0].filters[0].segment_filter.segment_slug must be the slug of a segment",
            "$.funnel_definition.breakdowns[0].property or trait is required"),
        bad(
            "retention",
            new JsonObject()
                .put("starting_event", event("a"))
                .put("interval", "month")
                .put("calculated_by", "24_hour_windows"),
            "$.retention_definition.returning_event is required",
            "$.retention_definition.interval cannot be month"),
        bad(
            "segmentation",
            new JsonObject()
                .put(
                    "events",
                    list(
                        event("a")
                            .put(
                                "property_filters",
                                list(
                                    filter("=>", 1),
                                    filter("between", 1),
                                    filter("ip_matches", "10.0.0.0/33"),
                                    filter("contains", 5))))),
            "events[0].property_filters[0].operator must be one of",
            "events[0].property_filters[1].values must hold one object",
            "events[0].property_filters[2].values must hold IPv4 addresses",
            "events[0].property_filters[3].values must hold a text"),
        bad(
            "segmentation",
            new JsonObject()
                .put("events", list(event("a")))
                .put("interval", "hour")
                .put("from", "1970-01-01")
                .put("to", "2199-01-01"),
            "$.segmentation_definition.to makes more than 5000 intervals"),
        bad(
            "sql",
            new JsonObject()
                .put("statement", "SELECT {{a}}, '{{b}}', {{c}}")
                .put(
                    "variables",
                    list(
                        variable("b", "string"),
                        variable("c", "numbr"),
                        variable("d", "date").put("default", "soon"))),
            "$.sql_definition.statement uses {{a}}, which is not in variables",
            "$.sql_definition.statement has {{b}} within quotes",
            "$.sql_definition.variables[1].type must be one of string, number, boolean, date,"
                + " timestamp. Did you mean number?",
            "$.sql_definition.variables[2].default must be a date"),
        bad(
            "sql",
            new JsonObject()
                .put("statement", "SELECT {{a}}")
                .put("variables", list(variable("a", "number"))),
            "$.variable_overrides.a is required: a number"));
  }

  private static Arguments bad(String kind, JsonObject definition, String... faults) {
    return Arguments.of(kind, definition, List.of(faults));
  }

  @ParameterizedTest
  @MethodSource("badDefinitions")
  void everyFaultIsNamedByItsPath(String kind, JsonObject definition, List<String> faults) {
    JsonObject arguments = new JsonObject().put("kind", kind).put(kind + "_definition", definition);
    assertThat(harness.error(harness.production, "execute_insight", arguments)).contains(faults);
    assertThat(
            harness.error(
                harness.production,
                "create_insight",
                arguments.put("title", "x").put("dry_run", true)))
        .contains(faults);
  }

  @Test
  void kindAndDefinitionMustAgree() {
    assertThat(
            harness.error(
                harness.production,
                "execute_insight",
                new JsonObject().put("kind", "sql").put("funnel_definition", funnel())))
        .contains("$.funnel_definition cannot be given for an insight of kind sql");
    assertThat(harness.error(harness.production, "execute_insight", new JsonObject()))
        .contains("Give $.kind and the definition");
  }

  private static JsonObject run(String kind, JsonObject definition) {
    return execute(new JsonObject().put(kind + "_definition", definition));
  }

  private static JsonObject execute(JsonObject arguments) {
    return harness.ok(harness.production, "execute_insight", arguments);
  }

  private static JsonObject view(String slug) {
    return harness.ok(harness.production, "view_insight", new JsonObject().put("slug", slug));
  }

  private static List<String> rows(JsonObject answer) {
    return answer.getJsonArray("rows").stream()
        .map(JsonArray.class::cast)
        .map(row -> String.join("|", row.stream().map(String::valueOf).toList()))
        .toList();
  }

  private static JsonObject funnel() {
    return new JsonObject()
        .put("events", list(event("visit"), event("cart"), event("order")))
        .put("from", "2026-02-01")
        .put("to", "2026-02-03");
  }

  private static JsonObject event(String name) {
    return new JsonObject().put("name", name);
  }

  private static JsonObject filter(String operator, Object value) {
    return new JsonObject()
        .put("property", "p")
        .put("operator", operator)
        .put("values", new JsonArray().add(value));
  }

  private static JsonObject variable(String name, String type) {
    return new JsonObject().put("name", name).put("type", type);
  }

  private static JsonArray list(JsonObject... items) {
    return new JsonArray(List.of((Object[]) items));
  }
}
