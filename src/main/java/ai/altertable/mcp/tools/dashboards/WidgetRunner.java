package ai.altertable.mcp.tools.dashboards;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.tools.QueryFaultText;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.insights.InsightCharts;
import ai.altertable.mcp.tools.insights.InsightRunner;
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.QueryPage;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Runs one widget of a dashboard. What is wrong with one widget is said in its place, so that the
 * others are still seen.
 */
final class WidgetRunner {
  static final int MAX_ROWS = 200;

  private final InsightStore insights;
  private final InsightRunner runner;
  private final QueryLimits limits;
  private final Wanted wanted;

  /**
   * @param limits of one widget
   * @param wanted of the whole dashboard
   */
  WidgetRunner(InsightStore insights, InsightRunner runner, QueryLimits limits, Wanted wanted) {
    this.insights = insights;
    this.runner = runner;
    this.limits = limits;
    this.wanted = wanted;
  }

  /**
   * How a dashboard is looked at.
   *
   * @param variables that it declares
   * @param overrides their values, by name, instead of the defaults
   * @param charts whether the charts are wanted too
   */
  record Wanted(JsonArray variables, JsonObject overrides, boolean charts) {}

  /**
   * What a widget shows.
   *
   * @param json its structured form
   * @param text its text
   */
  record Shown(JsonObject json, String text) {}

  Future<Shown> run(ToolContext context, JsonObject widget) {
    if (!"insight".equals(widget.getString("kind"))) {
      String text = widget.getString("text", "");
      return Future.succeededFuture(new Shown(shown(widget).put("text", text), text));
    }
    String slug = widget.getString("insight", "");
    return insights
        .find(context.tenant().environmentId(), slug)
        .map(Assets.found(context, "insight", slug, "list_insights"))
        .compose(insight -> run(context, widget, insight))
        .recover(failure -> fault(widget, failure));
  }

  private Future<Shown> run(ToolContext context, JsonObject widget, Insight insight) {
    Insight.Draft draft = insight.draft();
    InsightDefinition definition = InsightParser.parse(draft.kind(), draft.definition());
    return runner
        .compile(
            context,
            definition,
            DashboardCheck.values(widget, wanted.variables(), wanted.overrides()))
        .compose(
            compiled ->
                runner
                    .run(context, compiled, MAX_ROWS, false)
                    .map(
                        result -> {
                          Shown shown = shown(context, widget, insight, result);
                          if (wanted.charts()) {
                            shown.json().put("chart", chart(draft, definition, compiled, result));
                          }
                          return shown;
                        }));
  }

  private Shown shown(ToolContext context, JsonObject widget, Insight insight, QueryResult result) {
    QueryPage page = QueryPage.of(context.tenant(), result, 0, limits);
    JsonObject json =
        shown(widget)
            .put("insight", insight.slug())
            .put("title", insight.draft().title())
            .put("visualization", insight.draft().visualization())
            .put("result", page.structured());
    String text = insight.slug() + " " + insight.draft().title() + "\n" + page.answer(json).text();
    return new Shown(json, text);
  }

  private JsonObject chart(
      Insight.Draft draft,
      InsightDefinition definition,
      InsightRunner.Compiled compiled,
      QueryResult result) {
    InsightCharts.Shown shown = new InsightCharts.Shown(draft.title(), draft.visualization());
    return InsightCharts.of(shown, definition, runner.now(), compiled, result).toJson();
  }

  private static Future<Shown> fault(JsonObject widget, Throwable failure) {
    if (failure instanceof QueryFault fault && fault.kind() != QueryFault.Kind.CANCELLED) {
      return Future.succeededFuture(failed(widget, QueryFaultText.of(fault)));
    }
    if (failure instanceof ToolFault || failure instanceof DefinitionException) {
      return Future.succeededFuture(failed(widget, failure.getMessage()));
    }
    return Future.failedFuture(failure);
  }

  private static Shown failed(JsonObject widget, String why) {
    String slug = widget.getString("insight", "");
    return new Shown(
        shown(widget).put("insight", slug).put("error", why), slug + " could not be run: " + why);
  }

  private static JsonObject shown(JsonObject widget) {
    return new JsonObject().put("kind", widget.getString("kind", "text"));
  }
}
