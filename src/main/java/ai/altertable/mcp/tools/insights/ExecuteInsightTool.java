package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.assets.Insight;
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
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.content.Views;
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.QueryPage;
import ai.altertable.mcp.tools.result.ResultAnswer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

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
              "Runs a saved insight by `slug`, or an unsaved one given as `kind` and its definition."
                  + " The answer carries the compiled SQL. A row with `partial` true is of an"
                  + " interval that is not over: do not read it as a drop.")
          .input(
              InsightSchemas.withDefinition(
                  Schema.object()
                      .optional("slug", Assets.slug("INS"))
                      .optional("kind", InsightSchemas.KIND)
                      .optional(
                          "limit", Schema.integer().between(1, 1000).otherwise(DEFAULT_LIMIT))))
          .output(
              ResultAnswer.OUTPUT
                  .required("slug", Schema.text().orNull())
                  .required("kind", Schema.text())
                  .required("definition", Schema.map())
                  .required("compiled_sql", Schema.text()))
          .build();

  private final InsightStore insights;
  private final InsightRunner runner;
  private final QueryLimits limits;

  public ExecuteInsightTool(InsightStore insights, InsightRunner runner, QueryLimits limits) {
    this.insights = insights;
    this.runner = runner;
    this.limits = limits;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    int limit = arguments.integer("limit", DEFAULT_LIMIT);
    return question(context, arguments)
        .compose(
            question -> {
              InsightRunner.Compiled compiled =
                  runner.compile(InsightParser.parse(question.kind, question.definition));
              return runner
                  .run(context, compiled, limit, true)
                  .map(result -> answer(context, question, compiled, result));
            });
  }

  private Future<Question> question(ToolContext context, ToolArguments arguments) {
    String slug = arguments.optionalText("slug").orElse(null);
    String kind = arguments.optionalText("kind").orElse(null);
    if ((slug == null) == (kind == null)) {
      throw new ToolFault(
          "Give either $.slug of a saved insight, or $.kind and the definition of that kind.");
    }
    if (slug == null) {
      return Future.succeededFuture(
          new Question(null, kind, InsightSchemas.definition(arguments.json())));
    }
    return insights
        .find(context.tenant().environmentId(), slug)
        .map(
            found ->
                found.orElseThrow(() -> Assets.missing(context, "insight", slug, "list_insights")))
        .map(Insight::draft)
        .map(draft -> new Question(slug, draft.kind(), draft.definition()));
  }

  private ToolAnswer answer(
      ToolContext context, Question question, InsightRunner.Compiled compiled, QueryResult result) {
    QueryPage page = QueryPage.of(context.tenant(), result, 0, limits);
    JsonObject structured =
        page.structured()
            .put("slug", question.slug)
            .put("kind", question.kind)
            .put("definition", question.definition)
            .put("compiled_sql", compiled.sql());
    return page.answer(structured);
  }

  /**
   * @param slug null when it is not saved
   */
  private record Question(String slug, String kind, JsonObject definition) {}
}
