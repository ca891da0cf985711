package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.tools.QueryFaultText;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.Fence;
import ai.altertable.mcp.tools.result.Links;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code view_insight}: definition, the SQL it compiles to, and provenance. */
public final class ViewInsightTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("insights", "view_insight")
          .title("View an insight")
          .description(
              "Shows a saved insight: its definition, the SQL it compiles to now, version, who saved"
                  + " it and when. Does not run it; execute_insight does.")
          .input(Schema.object().required("slug", Assets.slug("INS")))
          .output(
              Lineage.describe(
                  InsightSchemas.listed()
                      .required("environment", Schema.text())
                      .required("definition", Schema.map())
                      .required(
                          "compiled_sql",
                          Schema.text().orNull().describe("null: it cannot be compiled now"))
                      .required("problem", Schema.text().orNull())
                      .required("catalog", Schema.text().orNull())
                      .required("version", Schema.integer())
                      .required("updated_by", Schema.text())
                      .required("updated_at", Schema.text())
                      .required("url", Schema.text())))
          .build();

  private final InsightStore insights;
  private final InsightRunner runner;
  private final Links links;

  public ViewInsightTool(InsightStore insights, InsightRunner runner, Links links) {
    this.insights = insights;
    this.runner = runner;
    this.links = links;
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
        .map(Assets.found(context, "insight", slug, "list_insights"))
        .compose(
            insight -> compiled(context, insight).map(shown -> answer(context, insight, shown)));
  }

  /**
   * How an insight compiles now.
   *
   * @param sql null when it does not
   * @param catalog null when it is not known
   * @param problem why it does not compile; null when it does
   */
  private record Shown(String sql, String catalog, Lineage lineage, String problem) {
    static Shown of(InsightRunner.Compiled compiled) {
      return new Shown(
          compiled.sql(), compiled.engine().catalog().catalog(), compiled.lineage(), null);
    }

    static Shown not(String problem) {
      return new Shown(null, null, Lineage.NONE, problem);
    }
  }

  /** An insight can be looked at while its tables are gone or its engine is not reachable. */
  private Future<Shown> compiled(ToolContext context, Insight insight) {
    Insight.Draft draft = insight.draft();
    return Future.succeededFuture(draft)
        .map(saved -> InsightParser.parse(saved.kind(), saved.definition()))
        .compose(definition -> runner.compile(context, definition))
        .map(Shown::of)
        .recover(
            failure -> {
              if (failure instanceof QueryFault fault
                  && fault.kind() != QueryFault.Kind.CANCELLED) {
                return Future.succeededFuture(Shown.not(QueryFaultText.of(fault)));
              }
              return failure instanceof DefinitionException
                  ? Future.succeededFuture(Shown.not(failure.getMessage()))
                  : Future.failedFuture(failure);
            });
  }

  private ToolAnswer answer(ToolContext context, Insight insight, Shown shown) {
    Insight.Draft draft = insight.draft();
    JsonObject structured =
        InsightSchemas.json(insight)
            .put("environment", context.tenant().path())
            .put("definition", draft.definition())
            .put("compiled_sql", shown.sql())
            .put("problem", shown.problem())
            .put("catalog", shown.catalog())
            .put("version", insight.saved().version())
            .put("updated_by", insight.saved().updatedBy())
            .put("updated_at", insight.saved().updatedAt().toString())
            .put("url", links.insight(context.tenant(), insight.slug()));
    shown.lineage().addTo(structured);
    String first =
        "%s: insight %s, kind %s, version %d, saved by %s at %s"
            .formatted(
                context.tenant().path(),
                insight.slug(),
                draft.kind(),
                insight.saved().version(),
                Fence.line(insight.saved().updatedBy(), 200),
                insight.saved().updatedAt());
    String content =
        draft.title()
            + "\n"
            + draft.description()
            + "\n\ndefinition: "
            + draft.definition().encodePrettily()
            + (shown.sql() == null
                ? "\n\nIt cannot be compiled now: " + shown.problem()
                : "\n\ncompiled SQL:\n" + shown.sql() + "\n" + shown.lineage().text());
    return ToolAnswer.of(first + "\n" + Fence.around(content), structured);
  }
}
