package ai.altertable.mcp.tools.dashboards;

import ai.altertable.mcp.assets.Dashboard;
import ai.altertable.mcp.assets.DashboardStore;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.confirm.Confirmations.Confirmed;
import ai.altertable.mcp.tools.result.Links;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;

/** {@code create_dashboard}: checks a board against the saved insights and saves it. */
public final class CreateDashboardTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("dashboards", "create_dashboard")
          .title("Save a dashboard")
          .description(
              "Saves a dashboard of saved insights and text, when the user wants one kept."
                  + " `dry_run` checks only.")
          .input(
              DashboardSchemas.input(
                  Schema.object().required("title", Schema.text().length(1, 120))))
          .output(DashboardSchemas.SAVED)
          .build();

  private final DashboardStore dashboards;
  private final DashboardCheck check;
  private final Links links;

  public CreateDashboardTool(DashboardStore dashboards, InsightStore insights, Links links) {
    this.dashboards = dashboards;
    this.check = new DashboardCheck(insights);
    this.links = links;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    Dashboard.Draft draft =
        new Dashboard.Draft(
            arguments.text("title"),
            arguments.optionalText("description").orElse(""),
            arguments.json().getJsonArray("widgets", new JsonArray()),
            arguments.json().getJsonArray("variables", new JsonArray()),
            arguments.texts("labels"));
    boolean dryRun = arguments.flag("dry_run", false);
    String author = context.caller().principal().name();
    return check
        .check(context, draft)
        .compose(
            valid -> dashboards.create(context.tenant().environmentId(), draft, author, !dryRun))
        .map(saved -> DashboardSchemas.answer(context, saved, dryRun, Confirmed.NOT_NEEDED, links));
  }
}
