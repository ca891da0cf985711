package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.assets.InsightStore;
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

/** {@code list_insights}. */
public final class ListInsightsTool implements Tool {
  private static final String NAME = "list_insights";
  private static final int MAX_LINE = 300;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("insights", NAME)
          .title("List insights")
          .description("Finds saved insights, the newest first. Look here before you create one.")
          .input(
              Paging.input(
                  Schema.object()
                      .optional("kind", InsightSchemas.KIND)
                      .optional("search", Assets.search())))
          .output(Paging.output("insights", InsightSchemas.listed()))
          .build();

  private final InsightStore insights;
  private final Paging paging;

  public ListInsightsTool(InsightStore insights, Paging paging) {
    this.insights = insights;
    this.paging = paging;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String kind = arguments.optionalText("kind").orElse(null);
    String search = arguments.optionalText("search").orElse(null);
    String list = NAME + "\n" + kind + "\n" + search;
    return insights
        .list(
            context.tenant().environmentId(),
            kind,
            search,
            paging.request(context, list, arguments))
        .map(
            page ->
                ListAnswer.of(
                    context,
                    "insights",
                    page,
                    paging.cursor(context, list, page.next()),
                    InsightSchemas::json,
                    ListInsightsTool::line));
  }

  private static String line(Insight insight) {
    String title = insight.draft().title();
    String description = insight.draft().description();
    return insight.slug()
        + " ["
        + insight.draft().kind()
        + "] "
        + Fence.line(description.isEmpty() ? title : title + " — " + description, MAX_LINE);
  }
}
