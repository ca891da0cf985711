package ai.altertable.mcp.tools.dashboards;

import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.assets.Dashboard;
import ai.altertable.mcp.assets.DashboardStore;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.insights.InsightRunner;
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.Fence;
import ai.altertable.mcp.tools.result.Links;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** {@code view_dashboard}: runs the widgets of a dashboard side by side. */
public final class ViewDashboardTool implements Tool {
  /** Leaves connections of the environment's pool to others. */
  private static final int WIDGETS_AT_A_TIME = 3;

  private static final int MAX_WIDGETS = 50;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("dashboards", "view_dashboard")
          .mayTakeLong()
          .title("View a dashboard")
          .description(
              "Shows a dashboard and runs its insights side by side, up to "
                  + WidgetRunner.MAX_ROWS
                  + " rows each; a widget that fails says why in its place. `run: false` shows the"
                  + " layout alone.")
          .input(
              Schema.object()
                  .required("slug", Assets.slug("DSH"))
                  .optional("run", Schema.flag().otherwise(true))
                  .optional("variable_overrides", Schema.map().describe("Values by name"))
                  .optional("charts", Schema.flag().describe("true: each insight's chart too")))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("slug", Schema.text())
                  .required("title", Schema.text())
                  .required("description", Schema.text())
                  .required("labels", Schema.list(Schema.text()))
                  .required("variables", Schema.list(Schema.map()))
                  .required("version", Schema.integer())
                  .required("created_by", Schema.text())
                  .required("updated_by", Schema.text())
                  .required("updated_at", Schema.text())
                  .required("url", Schema.text())
                  .required("widgets", Schema.list(Schema.map())))
          .build();

  private final DashboardStore dashboards;
  private final InsightStore insights;
  private final InsightRunner runner;
  private final QueryLimits limits;
  private final Links links;

  public ViewDashboardTool(
      DashboardStore dashboards,
      InsightStore insights,
      InsightRunner runner,
      QueryLimits limits,
      Links links) {
    this.dashboards = dashboards;
    this.insights = insights;
    this.runner = runner;
    this.limits = limits;
    this.links = links;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String slug = arguments.text("slug");
    return dashboards
        .find(context.tenant().environmentId(), slug)
        .map(Assets.found(context, "dashboard", slug, "list_dashboards"))
        .compose(dashboard -> show(context, dashboard, arguments));
  }

  private Future<ToolAnswer> show(
      ToolContext context, Dashboard dashboard, ToolArguments arguments) {
    List<JsonObject> widgets =
        dashboard.draft().widgets().stream()
            .limit(MAX_WIDGETS)
            .map(JsonObject.class::cast)
            .toList();
    if (!arguments.flag("run", true)) {
      List<WidgetRunner.Shown> layout =
          widgets.stream().map(widget -> new WidgetRunner.Shown(widget, widget.encode())).toList();
      return Future.succeededFuture(answer(context, dashboard, layout));
    }
    WidgetRunner widgetRunner =
        new WidgetRunner(
            insights,
            runner,
            share(widgets),
            new WidgetRunner.Wanted(
                dashboard.draft().variables(),
                overrides(dashboard, arguments),
                arguments.flag("charts", false)));
    AtomicInteger done = new AtomicInteger();
    return SideBySide.run(
            widgets,
            WIDGETS_AT_A_TIME,
            widget ->
                widgetRunner
                    .run(context, widget)
                    .onSuccess(
                        shown ->
                            context.progress(
                                done.incrementAndGet(), (double) widgets.size(), "widgets run")))
        .map(shown -> answer(context, dashboard, shown));
  }

  private static JsonObject overrides(Dashboard dashboard, ToolArguments arguments) {
    JsonObject overrides = arguments.object("variable_overrides").orElseGet(JsonObject::new);
    List<String> names =
        dashboard.draft().variables().stream()
            .map(each -> ((JsonObject) each).getString("name"))
            .toList();
    for (String name : overrides.fieldNames()) {
      if (!names.contains(name)) {
        throw new ToolFault(
            "$.variable_overrides names \""
                + name
                + "\", which the dashboard does not have."
                + NearestNames.didYouMean(name, names));
      }
    }
    return overrides;
  }

  /** Each insight may use an equal part of the answer. */
  private QueryLimits share(List<JsonObject> widgets) {
    long running = widgets.stream().filter(w -> "insight".equals(w.getString("kind"))).count();
    int characters = (int) (limits.maxCharacters() / Math.max(1, running));
    return new QueryLimits(
        limits.timeout(), WidgetRunner.MAX_ROWS, characters, limits.resultLifetime());
  }

  private ToolAnswer answer(
      ToolContext context, Dashboard dashboard, List<WidgetRunner.Shown> widgets) {
    Dashboard.Draft draft = dashboard.draft();
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("slug", dashboard.slug())
            .put("title", draft.title())
            .put("description", draft.description())
            .put("labels", new JsonArray(draft.labels()))
            .put("variables", draft.variables())
            .put("version", dashboard.saved().version())
            .put("updated_by", dashboard.saved().updatedBy())
            .put("updated_at", dashboard.saved().updatedAt().toString())
            .put("url", links.dashboard(context.tenant(), dashboard.slug()))
            .put("created_by", dashboard.saved().createdBy())
            .put("widgets", new JsonArray(widgets.stream().map(WidgetRunner.Shown::json).toList()));
    int all = draft.widgets().size();
    String first =
        "%s: dashboard %s, %d widgets%s"
            .formatted(
                context.tenant().path(),
                dashboard.slug(),
                widgets.size(),
                all > widgets.size() ? ", TRUNCATED: there are " + all : ".");
    String content =
        draft.title()
            + "\n"
            + draft.description()
            + "\n\n"
            + widgets.stream().map(WidgetRunner.Shown::text).collect(Collectors.joining("\n\n"));
    return new ToolAnswer(first + "\n" + Fence.around(content), structured, (long) widgets.size());
  }
}
