package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code render_insight}: charts of every kind of insight from real rows, and their pictures. */
class RenderInsightTest {
  private static ToolHarness harness;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
    SampleData.load(harness);
    harness.fixture.asOwner(
        harness.production,
        """
        INSERT INTO product_analytics.events ("timestamp", event, properties, distinct_id) VALUES
          ('2026-02-02 10:00Z', 'seen', '{"place": "bar"}', 'a'),
          ('2026-02-02 11:00Z', 'bought', '{"place": "bar", "amount": 3}', 'a'),
          ('2026-02-04 10:00Z', 'seen', '{"place": "shop"}', 'b'),
          ('2026-02-05 22:30Z', 'seen', '{"place": "shop"}', 'a');
        """);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  private static JsonObject segmentation() {
    return new JsonObject()
        .put("from", "2026-02-01")
        .put("to", "2026-02-07")
        .put("interval", "day")
        .put("events", list(new JsonObject().put("name", "seen")));
  }

  @Test
  void fillsIntervalsWithoutEventsWithZero() {
    JsonObject chart = chart("segmentation", segmentation());

    assertThat(chart.getString("kind")).isEqualTo("line");
    assertThat(chart.getString("subtitle")).isEqualTo("Feb 1 – Feb 6, 2026 · UTC");
    assertThat(chart.getJsonObject("y").getString("name")).isEqualTo("Events");
    assertThat(chart.getJsonObject("x").getJsonArray("labels"))
        .startsWith("2026-02-01T00:00", "2026-02-02T00:00")
        .hasSize(6);
    assertThat(values(chart, 0)).containsExactly(0.0, 1.0, 0.0, 1.0, 1.0, 0.0);
    assertThat(chart.getJsonObject("x").getJsonArray("partial")).isEmpty();
  }

  @Test
  void cutsDaysByTheZoneOfTheDefinition() {
    JsonObject chart = chart("segmentation", segmentation().put("timezone", "Asia/Tokyo"));

    // 22:30 on the fifth in London is the sixth in Tokyo
    assertThat(values(chart, 0)).containsExactly(0.0, 1.0, 0.0, 1.0, 0.0, 1.0);
  }

  @Test
  void marksIntervalsThatTheFrameCutsOff() {
    JsonObject chart =
        chart(
            "segmentation",
            segmentation()
                .put("from", "2026-02-01")
                .put("to", "2026-02-05")
                .put("interval", "week"));

    assertThat(chart.getJsonObject("x").getJsonArray("labels"))
        .containsExactly("2026-01-26T00:00", "2026-02-02T00:00");
    assertThat(chart.getJsonObject("x").getJsonArray("partial")).containsExactly(0, 1);
    assertThat(chart.getJsonArray("notes").getString(0)).contains("cuts off");
  }

  @Test
  void drawsTheSameSegmentationInOtherWays() {
    JsonObject split = segmentation();
    split
        .getJsonArray("events")
        .getJsonObject(0)
        .put("breakdowns", list(new JsonObject().put("property", "place")));

    JsonObject pie = rendered("segmentation", split, "pie").getJsonObject("chart");
    assertThat(pie.getJsonArray("slices"))
        .containsExactlyInAnyOrder(
            new JsonObject().put("name", "shop").put("value", 2.0),
            new JsonObject().put("name", "bar").put("value", 1.0));
    JsonObject metric = rendered("segmentation", segmentation(), "metric").getJsonObject("chart");
    assertThat(metric.getJsonArray("figures").getJsonObject(0).getDouble("value")).isEqualTo(3);
    JsonObject bars = rendered("segmentation", split, "bar").getJsonObject("chart");
    assertThat(bars.getBoolean("stacked")).isTrue();
  }

  @Test
  void averagesOfNothingAreGapsNotZeros() {
    JsonObject definition =
        segmentation()
            .put("events", list(new JsonObject().put("name", "bought")))
            .put("aggregation", new JsonObject().put("type", "average").put("property", "amount"));

    assertThat(values(chart("segmentation", definition), 0))
        .containsExactly(null, 3.0, null, null, null, null);
  }

  @Test
  void drawsFunnelsAndRetention() {
    JsonObject funnel =
        chart(
            "funnel",
            new JsonObject()
                .put("from", "2026-02-01")
                .put("to", "2026-02-07")
                .put("completed_within_seconds", 7200)
                .put(
                    "events",
                    list(
                        new JsonObject().put("name", "seen"),
                        new JsonObject().put("name", "bought"))));
    assertThat(funnel.getString("kind")).isEqualTo("funnel");
    assertThat(funnel.getString("subtitle")).endsWith("within 2 hours");
    JsonArray steps = funnel.getJsonArray("groups").getJsonObject(0).getJsonArray("steps");
    assertThat(steps.getJsonObject(1).getDouble("users")).isEqualTo(1);
    assertThat(steps.getJsonObject(1).getDouble("overall")).isEqualTo(0.5);
    assertThat(steps.getJsonObject(1).getDouble("seconds")).isEqualTo(3600);

    JsonObject retention =
        chart(
            "retention",
            new JsonObject()
                .put("from", "2026-02-01")
                .put("to", "2026-02-07")
                .put("interval", "day")
                .put("periods", 4)
                .put("starting_event", new JsonObject().put("name", "seen"))
                .put("returning_event", new JsonObject().put("name", "seen")));
    assertThat(retention.getString("kind")).isEqualTo("retention");
    JsonObject cohort = retention.getJsonArray("cohorts").getJsonObject(0);
    assertThat(cohort.getString("start")).isEqualTo("2026-02-02T00:00");
    assertThat(cohort.getJsonArray("cells").getJsonObject(3).getDouble("rate")).isEqualTo(1);
  }

  @Test
  void statementsAreDrawnByTheirAxes() {
    JsonObject arguments =
        new JsonObject()
            .put("kind", "sql")
            .put("title", "Orders by country")
            .put("visualization", "bar")
            .put(
                "sql_definition",
                new JsonObject()
                    .put(
                        "statement",
                        "SELECT country, count(*) AS customers, 9.5::numeric AS share"
                            + " FROM shop.customers GROUP BY 1 ORDER BY 2 DESC"))
            .put(
                "sql_parameters",
                new JsonObject()
                    .put("x_axis_columns", new JsonArray().add("country"))
                    .put("y_axis_columns", new JsonArray().add("customers")));

    JsonObject chart =
        harness.ok(harness.production, "render_insight", arguments).getJsonObject("chart");
    assertThat(chart.getString("title")).isEqualTo("Orders by country");
    assertThat(chart.getJsonObject("x").getJsonArray("labels"))
        .containsExactlyInAnyOrder("FR", "(none)", "DE");
    assertThat(chart.getJsonArray("series")).hasSize(1);
    assertThat(
            harness
                .ok(
                    harness.production,
                    "render_insight",
                    arguments.copy().put("visualization", "table"))
                .getJsonObject("chart")
                .getJsonArray("columns"))
        .hasSize(3);
  }

  @Test
  void nothingFoundIsSaidInTheChart() {
    JsonObject none = segmentation().put("events", list(new JsonObject().put("name", "never")));

    JsonObject chart = chart("segmentation", none);
    assertThat(chart.getString("kind")).isEqualTo("empty");
    assertThat(chart.getString("text")).contains("no row matches");
  }

  @Test
  void clientsWithoutViewsGetAPicture() throws IOException {
    ToolOutcome.Completed completed = completed(Interaction.NONE, new JsonObject());

    assertThat(completed.content()).hasSize(2);
    JsonObject image = completed.content().getJsonObject(1);
    assertThat(image.getString("type")).isEqualTo("image");
    assertThat(image.getString("mimeType")).isEqualTo("image/png");
    byte[] png = Base64.getDecoder().decode(image.getString("data"));
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(1600);
  }

  @Test
  void clientsWithViewsAndThoseWhoDoNotWantItGetNone() {
    Interaction views = new Interaction(Set.of(Interaction.Question.VIEWS), new JsonObject(), null);

    assertThat(completed(views, new JsonObject()).content()).hasSize(1);
    assertThat(completed(Interaction.NONE, new JsonObject().put("picture", false)).content())
        .hasSize(1);
  }

  @Test
  void savedInsightsLinkToTheirPage() {
    String slug =
        harness
            .ok(
                harness.production,
                "create_insight",
                new JsonObject()
                    .put("title", "Seen by day")
                    .put("segmentation_definition", segmentation()))
            .getString("slug");
    JsonObject asked = new JsonObject().put("slug", slug).put("picture", false);

    JsonObject answer = harness.ok(harness.production, "render_insight", asked);
    assertThat(answer.getJsonObject("chart").getString("title")).isEqualTo("Seen by day");
    assertThat(harness.text(harness.production, "render_insight", asked))
        .contains("https://app.example.com/console/demo/production/insights/" + slug);
    assertThat(harness.error(harness.staging, "render_insight", asked)).contains("no insight");
  }

  private static ToolOutcome.Completed completed(Interaction interaction, JsonObject more) {
    ToolCall call =
        new ToolCall(
            UUID.randomUUID().toString(),
            harness.caller(harness.production, ToolHarness.READ),
            "render_insight",
            new JsonObject().put("segmentation_definition", segmentation()).mergeIn(more),
            false,
            Instant.now().plusSeconds(50),
            interaction);
    return (ToolOutcome.Completed) Await.get(harness.send(call));
  }

  private static JsonObject chart(String kind, JsonObject definition) {
    return rendered(kind, definition, null).getJsonObject("chart");
  }

  private static JsonObject rendered(String kind, JsonObject definition, String visualization) {
    JsonObject arguments =
        new JsonObject()
            .put("kind", kind)
            .put(kind + "_definition", definition)
            .put("as_of", "2026-02-20T00:00:00Z")
            .put("picture", false);
    if (visualization != null) {
      arguments.put("visualization", visualization);
    }
    return harness.ok(harness.production, "render_insight", arguments);
  }

  private static List<Object> values(JsonObject chart, int series) {
    List<Object> values = new ArrayList<>();
    chart.getJsonArray("series").getJsonObject(series).getJsonArray("values").forEach(values::add);
    return values;
  }

  private static JsonArray list(JsonObject... items) {
    return new JsonArray(List.of(items));
  }
}
