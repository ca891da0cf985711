package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.config.LakehouseConfig.QueryLimits;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.content.Views;
import ai.altertable.mcp.tools.result.Links;
import ai.altertable.mcp.tools.result.QueryPage;
import io.vertx.core.Future;

/** {@code execute_insight}: runs a saved insight, or a definition that is not saved. */
public final class ExecuteInsightTool implements Tool {
  private static final int DEFAULT_LIMIT = 500;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("insights", "execute_insight")
          .mayTakeLong()
          .aliases("preview_insight")
          .title("Run an insight")
          .view(Views.RESULT_TABLE)
          .description(
              "Runs a saved insight by `slug`, or an unsaved one given as the definition of its"
                  + " kind. The answer carries the compiled SQL. A row with `partial` true is of an"
                  + " interval that is not over: do not read it as a drop. Examples:"
                  + " altertable://docs/insights.")
          .input(
              InsightSchemas.withDefinition(
                  AskedInsights.input()
                      .optional(
                          "limit", Schema.integer().between(1, 1000).otherwise(DEFAULT_LIMIT))))
          .output(InsightAnswer.OUTPUT)
          .build();

  private final AskedInsights asked;
  private final InsightRunner runner;
  private final QueryLimits limits;
  private final Links links;

  public ExecuteInsightTool(
      InsightStore insights, InsightRunner runner, QueryLimits limits, Links links) {
    this.asked = new AskedInsights(insights, runner);
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
    int limit = arguments.integer("limit", DEFAULT_LIMIT);
    return asked
        .read(context, arguments)
        .compose(
            insight ->
                runner
                    .compile(context, insight.question())
                    .compose(
                        compiled ->
                            runner
                                .run(context, compiled, limit, true)
                                .map(result -> answer(context, insight, compiled, result))));
  }

  private ToolAnswer answer(
      ToolContext context,
      AskedInsight insight,
      InsightRunner.Compiled compiled,
      QueryResult result) {
    QueryPage page = QueryPage.of(context.tenant(), result, 0, limits);
    return InsightAnswer.of(context, insight, compiled, page, links);
  }
}
