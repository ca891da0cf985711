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
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code view_insight}: definition, the SQL it compiles to, and provenance. */
public final class ViewInsightTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("insights", "view_insight")
          .title("View an insight")
          .description(
              "Shows a saved insight: its definition, the SQL it compiles to now, who saved it and"
                  + " when. Does not run it; execute_insight does.")
          .input(Schema.object().required("slug", Assets.slug("INS")))
          .output(
              InsightSchemas.listed()
                  .required("environment", Schema.text())
                  .required("definition", Schema.map())
                  .required("compiled_sql", Schema.text())
                  .required("catalog", Schema.text().orNull())
                  .required("updated_at", Schema.text()))
          .build();

  private final InsightStore insights;
  private final InsightRunner runner;

  public ViewInsightTool(InsightStore insights, InsightRunner runner) {
    this.insights = insights;
    this.runner = runner;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String slug = arguments.text("slug");
    return insights
        .find(context.tenant().environmentId(), slug)
        .map(
            found ->
                found.orElseThrow(() -> Assets.missing(context, "insight", slug, "list_insights")))
        .map(insight -> answer(context, insight));
  }

  private ToolAnswer answer(ToolContext context, Insight insight) {
    Insight.Draft draft = insight.draft();
    InsightRunner.Compiled compiled =
        runner.compile(InsightParser.parse(draft.kind(), draft.definition()));
    JsonObject structured =
        InsightSchemas.json(insight)
            .put("environment", context.tenant().path())
            .put("definition", draft.definition())
            .put("compiled_sql", compiled.sql())
            .put("catalog", compiled.catalog())
            .put("updated_at", insight.updatedAt().toString());
    String first =
        "%s: insight %s, kind %s, saved by %s at %s"
            .formatted(
                context.tenant().path(),
                insight.slug(),
                draft.kind(),
                Fence.line(insight.createdBy(), 200),
                insight.createdAt());
    String content =
        draft.title()
            + "\n"
            + draft.description()
            + "\n\ndefinition: "
            + draft.definition().encodePrettily()
            + "\n\ncompiled SQL:\n"
            + compiled.sql();
    return ToolAnswer.of(first + "\n" + Fence.around(content), structured);
  }
}
