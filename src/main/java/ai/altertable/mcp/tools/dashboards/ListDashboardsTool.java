package ai.altertable.mcp.tools.dashboards;

import ai.altertable.mcp.assets.Dashboard;
import ai.altertable.mcp.assets.DashboardStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.Fence;
import ai.altertable.mcp.tools.result.ListAnswer;
import ai.altertable.mcp.tools.result.Paging;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code list_dashboards}. */
public final class ListDashboardsTool implements Tool {
  private static final String NAME = "list_dashboards";
  private static final int MAX_LINE = 300;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("dashboards", NAME)
          .title("List dashboards")
          .description("Finds dashboards, the newest first.")
          .input(
              Paging.input(
                  Schema.object()
                      .optional("search", Assets.search())
                      .optional("label", Schema.text().length(1, 100))))
          .output(
              Paging.output(
                  "dashboards",
                  Schema.object()
                      .required("slug", Schema.text())
                      .required("title", Schema.text())
                      .required("description", Schema.text())
                      .required("labels", Schema.list(Schema.text()))
                      .required("widget_count", Schema.integer())
                      .required("created_by", Schema.text())
                      .required("updated_at", Schema.text())))
          .build();

  private final DashboardStore dashboards;
  private final Paging paging;

  public ListDashboardsTool(DashboardStore dashboards, Paging paging) {
    this.dashboards = dashboards;
    this.paging = paging;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String search = arguments.optionalText("search").orElse(null);
    String label = arguments.optionalText("label").orElse(null);
    String list = NAME + "\n" + search + "\n" + label;
    return dashboards
        .list(
            context.tenant().environmentId(),
            search,
            label,
            paging.request(context, list, arguments))
        .map(
            page ->
                ListAnswer.of(
                    context,
                    "dashboards",
                    page,
                    paging.cursor(context, list, page.next()),
                    ListDashboardsTool::json,
                    ListDashboardsTool::line));
  }

  private static JsonObject json(Dashboard dashboard) {
    Dashboard.Draft draft = dashboard.draft();
    return new JsonObject()
        .put("slug", dashboard.slug())
        .put("title", draft.title())
        .put("description", draft.description())
        .put("labels", new JsonArray(draft.labels()))
        .put("widget_count", draft.widgets().size())
        .put("created_by", dashboard.saved().createdBy())
        .put("updated_at", dashboard.saved().updatedAt().toString());
  }

  private static String line(Dashboard dashboard) {
    Dashboard.Draft draft = dashboard.draft();
    return "%s %s (%d widgets)"
        .formatted(
            dashboard.slug(),
            Fence.line(draft.title() + " — " + draft.description(), MAX_LINE),
            draft.widgets().size());
  }
}
