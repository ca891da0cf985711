package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dashboards with variables, and knowledge: made, changed, and refused with every fault. */
class DashboardToolsTest {
  private static ToolHarness harness;
  private static String insight;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
    SampleData.load(harness);
    insight =
        ok(
                "create_insight",
                new JsonObject()
                    .put("kind", "sql")
                    .put("title", "Customers of a country")
                    .put(
                        "sql_definition",
                        new JsonObject()
                            .put(
                                "statement",
                                "SELECT count(*) AS n FROM shop.customers WHERE country = {{country}}")
                            .put(
                                "variables",
                                new JsonArray()
                                    .add(
                                        new JsonObject()
                                            .put("name", "country")
                                            .put("type", "string")
                                            .put("default", "DE"))))
                    .put(
                        "sql_parameters",
                        new JsonObject().put("y_axis_columns", new JsonArray().add("n"))))
            .getString("slug");
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static JsonObject ok(String tool, JsonObject arguments) {
    return harness.ok(harness.production, tool, arguments);
  }

  private static JsonObject widget(String variable, String boards) {
    return new JsonObject()
        .put("kind", "insight")
        .put("insight", insight)
        .put("variables", new JsonObject().put(variable, boards));
  }

  private static JsonObject market(String standard) {
    return new JsonObject().put("name", "market").put("type", "string").put("default", standard);
  }

  private static JsonObject board() {
    return new JsonObject()
        .put("title", "Markets")
        .put("description", "By country")
        .put("labels", new JsonArray().add("sales"))
        .put("variables", new JsonArray().add(market("FR")))
        .put(
            "widgets",
            new JsonArray()
                .add(new JsonObject().put("kind", "section").put("text", "People"))
                .add(widget("country", "market")));
  }

  private static Long count(JsonObject viewed) {
    return viewed
        .getJsonArray("widgets")
        .getJsonObject(1)
        .getJsonObject("result")
        .getJsonArray("rows")
        .getJsonArray(0)
        .getLong(0);
  }

  @Test
  void variablesOfABoardReachItsInsightsAndCanBeOverridden() {
    String slug = ok("create_dashboard", board()).getString("slug");
    JsonObject view = new JsonObject().put("slug", slug);

    // of 50 customers, every third is of DE, the next of FR, the last of no country
    assertThat(count(ok("view_dashboard", view))).isEqualTo(17);
    JsonObject overridden =
        view.copy().put("variable_overrides", new JsonObject().put("market", "DE"));
    assertThat(count(ok("view_dashboard", overridden))).isEqualTo(16);
    JsonObject hostile =
        view.copy().put("variable_overrides", new JsonObject().put("market", "' OR '1'='1"));
    assertThat(count(ok("view_dashboard", hostile))).isZero();
    assertThat(
            harness.error(
                harness.production,
                "view_dashboard",
                view.copy().put("variable_overrides", new JsonObject().put("markt", "DE"))))
        .contains("markt", "Did you mean market?");
  }

  @Test
  void anUpdateReplacesWhatIsGivenKeepsTheRestAndCountsVersions() {
    String slug = ok("create_dashboard", board()).getString("slug");
    JsonObject dry =
        ok(
            "update_dashboard",
            new JsonObject().put("slug", slug).put("title", "Never").put("dry_run", true));
    assertThat(dry.getString("slug")).isEmpty();

    JsonObject saved =
        ok(
            "update_dashboard",
            new JsonObject()
                .put("slug", slug)
                .put("title", "Markets of Europe")
                .put("variables", new JsonArray().add(market("DE"))));

    assertThat(saved.getInteger("version")).isEqualTo(2);
    JsonObject viewed = ok("view_dashboard", new JsonObject().put("slug", slug));
    assertThat(viewed.getString("title")).isEqualTo("Markets of Europe");
    assertThat(viewed.getString("description")).isEqualTo("By country");
    assertThat(viewed.getJsonArray("labels")).containsExactly("sales");
    assertThat(viewed.getJsonArray("widgets")).hasSize(2);
    assertThat(count(viewed)).isEqualTo(16);
    assertThat(
            harness.error(harness.staging, "update_dashboard", new JsonObject().put("slug", slug)))
        .contains("no dashboard " + slug + " in demo/staging");
  }

  @Test
  void everyFaultOfABoardIsToldWithItsPath() {
    JsonObject broken =
        board()
            .put(
                "variables",
                new JsonArray()
                    .add(new JsonObject().put("name", "market").put("type", "string"))
                    .add(
                        new JsonObject()
                            .put("name", "since")
                            .put("type", "date")
                            .put("default", "yesterday")))
            .put(
                "widgets",
                new JsonArray()
                    .add(widget("contry", "market"))
                    .add(widget("country", "nowhere"))
                    .add(new JsonObject().put("kind", "insight").put("insight", "INS-999"))
                    .add(new JsonObject().put("kind", "text").put("colour", "red")));

    assertThat(harness.error(harness.production, "create_dashboard", broken))
        .contains(
            "$.variables[0].default",
            "$.variables[1].default must be a date",
            "$.widgets[0].variables names \"contry\"",
            "Did you mean country?",
            "$.widgets[1].variables.country must name a variable of the dashboard",
            "$.widgets[2].insight names INS-999, which is not there",
            "$.widgets[3]");
  }

  @Test
  void aWidgetThatFailsSaysSoInItsPlaceAndTheOthersRun() {
    JsonObject broken =
        ok(
            "create_insight",
            new JsonObject()
                .put("kind", "sql")
                .put("title", "Divides by nothing")
                .put(
                    "sql_definition",
                    new JsonObject()
                        .put("statement", "SELECT 1 / (count(*) - 51) AS n FROM shop.customers"))
                .put(
                    "sql_parameters",
                    new JsonObject().put("y_axis_columns", new JsonArray().add("n"))));
    harness.fixture.asOwner(
        harness.production, "INSERT INTO shop.customers VALUES (51, 'The one too many', 'XX')");
    JsonObject two = board();
    two.getJsonArray("widgets")
        .add(new JsonObject().put("kind", "insight").put("insight", broken.getString("slug")));
    String slug = ok("create_dashboard", two).getString("slug");

    JsonObject viewed = ok("view_dashboard", new JsonObject().put("slug", slug));

    assertThat(count(viewed)).isEqualTo(17);
    assertThat(viewed.getJsonArray("widgets").getJsonObject(2).getString("error"))
        .contains("division by zero");
  }

  @Test
  void knowledgeIsChangedWordForWordAndItsVersionsCount() {
    String words = "  Revenue is *net* of refunds.\n\tAlways. ";
    String slug =
        ok("create_knowledge", new JsonObject().put("title", "Revenue").put("content", words))
            .getString("slug");

    JsonObject saved =
        ok(
            "update_knowledge",
            new JsonObject().put("slug", slug).put("content", words + "Since 2024."));

    assertThat(saved.getInteger("version")).isEqualTo(2);
    assertThat(
            ok(
                    "read_resource",
                    new JsonObject().put("uri", "altertable://ontology/entities/" + slug))
                .encode())
        .contains("Since 2024.", "\\\\tAlways. ", "Revenue");
    assertThat(
            harness.error(
                harness.production,
                "update_knowledge",
                new JsonObject().put("slug", slug).put("title", "Revenue")))
        .contains("Nothing would change");
    assertThat(
            harness.error(
                harness.staging,
                "update_knowledge",
                new JsonObject().put("slug", slug).put("title", "Mine")))
        .contains("demo/staging");
  }
}
