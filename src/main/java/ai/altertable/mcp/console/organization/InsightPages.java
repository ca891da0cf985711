package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.charts.Chart;
import ai.altertable.mcp.console.organization.Contents.Kind;
import ai.altertable.mcp.console.organization.EnvironmentTools.Refusal;
import ai.altertable.mcp.identity.ReachableEnvironment;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** {@code /console/:organization/:environment/insights}: what was asked, and what it looks like. */
final class InsightPages {
  static final Kind KIND = new Kind("insights", "Insights", "insight", "list_insights");
  private static final int WIDTH = 940;

  private final Contents contents;
  private final EnvironmentTools tools;
  private final Pictures pictures;

  InsightPages(Contents contents, EnvironmentTools tools, Pictures pictures) {
    this.contents = contents;
    this.tools = tools;
    this.pictures = pictures;
  }

  void mount(ConsoleFrame frame) {
    frame.page(
        Contents.list(KIND),
        visit ->
            contents.listed(
                visit,
                KIND,
                item -> item.getString("kind") + " · " + item.getString("description")));
    frame.page(Contents.one(KIND), this::insight);
  }

  private Future<View> insight(Visit visit) {
    return contents
        .environment(visit)
        .compose(
            environment ->
                contents
                    .view(visit, environment, KIND, "view_insight", new JsonObject())
                    .compose(saved -> page(visit, environment, saved)));
  }

  private Future<View> page(Visit visit, ReachableEnvironment environment, JsonObject saved) {
    JsonObject arguments =
        new JsonObject().put("slug", saved.getString("slug")).put("picture", false);
    return tools
        .read(visit, environment, "render_insight", arguments)
        .recover(failure -> undrawn(saved, failure))
        .compose(
            rendered ->
                pictures
                    .chart(rendered.getJsonObject("chart"), WIDTH)
                    .map(
                        chart ->
                            Contents.under(
                                    visit,
                                    environment,
                                    View.of("console-insight", saved.getString("title")))
                                .under(Contents.path(visit, KIND), KIND.title())
                                .with("chart", chart)
                                .with("data", Pictures.rows(rendered))
                                .with("insight", facts(saved, rendered))));
  }

  /** What is wrong stands where the chart would be. */
  private static Future<JsonObject> undrawn(JsonObject saved, Throwable failure) {
    if (!(failure instanceof Refusal)) {
      return Future.failedFuture(failure);
    }
    Chart chart = Chart.error(saved.getString("title"), failure.getMessage());
    return Future.succeededFuture(
        new JsonObject()
            .put("chart", chart.toJson())
            .put("columns", new JsonArray())
            .put("rows", new JsonArray()));
  }

  private static Map<String, Object> facts(JsonObject saved, JsonObject rendered) {
    Map<String, Object> facts = new HashMap<>(Contents.provenance(saved));
    String sql = rendered.getString("compiled_sql", saved.getString("compiled_sql"));
    facts.put("slug", saved.getString("slug"));
    facts.put("kind", saved.getString("kind"));
    facts.put("description", saved.getString("description"));
    facts.put("version", saved.getInteger("version"));
    facts.put("sql", sql == null ? "" : sql);
    facts.put("definition", saved.getJsonObject("definition").encodePrettily());
    facts.put("asof", Contents.time(rendered.getString("as_of")));
    return facts;
  }
}
