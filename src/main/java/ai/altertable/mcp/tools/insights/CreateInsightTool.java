package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Links;
import io.vertx.core.Future;

/** {@code create_insight}: checks a definition against the real data and saves it. */
public final class CreateInsightTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("insights", "create_insight")
          .aliases(
              "create_sql_insight",
              "create_semantic_insight",
              "create_segmentation_insight",
              "create_funnel_insight",
              "create_retention_insight")
          .title("Save an insight")
          .description(
              "Saves an insight after its definition (as in execute_insight) was checked against the"
                  + " real tables. Only when the user wants it kept; otherwise execute_insight."
                  + " `dry_run` checks without saving.")
          .input(
              InsightSchemas.withBriefDefinition(
                  Schema.object()
                      .optional("kind", InsightSchemas.KIND)
                      .required("title", Schema.text().length(1, 120))
                      .optional("description", Schema.text().length(0, 1000))
                      .optional("visualization", InsightSchemas.VISUALIZATION)
                      .optional("dry_run", Schema.flag().otherwise(false))))
          .output(SavedInsight.OUTPUT)
          .build();

  private final InsightStore insights;
  private final InsightCheck check;
  private final Links links;

  public CreateInsightTool(InsightStore insights, InsightRunner runner, Links links) {
    this.insights = insights;
    this.check = new InsightCheck(runner);
    this.links = links;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    GivenInsight given = GivenInsight.read(arguments);
    Insight.Draft draft =
        new Insight.Draft(
            given.kind(),
            arguments.text("title"),
            arguments.optionalText("description").orElse(""),
            given.definition(),
            arguments.optionalText("visualization").orElse(visualization(given.kind())));
    boolean dryRun = arguments.flag("dry_run", false);
    String author = context.caller().principal().name();
    return check
        .check(context, InsightParser.parse(given.kind(), given.definition()))
        .compose(
            compiled ->
                insights
                    .create(context.tenant().environmentId(), draft, author, !dryRun)
                    .map(saved -> SavedInsight.answer(context, saved, dryRun, compiled, links)));
  }

  private static String visualization(String kind) {
    return switch (kind) {
      case "segmentation" -> "line";
      case "funnel", "retention" -> kind;
      default -> "table";
    };
  }
}
