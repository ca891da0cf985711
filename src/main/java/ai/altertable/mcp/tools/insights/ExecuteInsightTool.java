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
import ai.altertable.mcp.tools.result.Links;
import ai.altertable.mcp.tools.result.QueryPage;
import ai.altertable.mcp.tools.result.ResultAnswer;
import ai.altertable.mcp.tools.result.Times;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

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
                  Schema.object()
                      .optional("slug", Assets.slug("INS"))
                      .optional("kind", InsightSchemas.KIND)
                      .optional("from", Schema.text().describe("With to: replaces its time frame"))
                      .optional("to", Schema.text())
                      .optional("interval", Schema.text())
                      .optional("as_of", Times.schema())
                      .optional("variable_overrides", Schema.map().describe("Values by name"))
                      .optional(
                          "limit", Schema.integer().between(1, 1000).otherwise(DEFAULT_LIMIT))))
          .output(
              Lineage.describe(
                  ResultAnswer.OUTPUT
                      .required("slug", Schema.text().orNull())
                      .required("kind", Schema.text())
                      .required("definition", Schema.map())
                      .required("compiled_sql", Schema.text())
                      .required("url", Schema.text().orNull())))
          .build();

  private final InsightStore insights;
  private final InsightRunner runner;
  private final QueryLimits limits;
  private final Links links;

  public ExecuteInsightTool(
      InsightStore insights, InsightRunner runner, QueryLimits limits, Links links) {
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
    int limit = arguments.integer("limit", DEFAULT_LIMIT);
    Instant asOf = Times.read(arguments, "as_of");
    JsonObject variables = arguments.object("variable_overrides").orElseGet(JsonObject::new);
    String slug = arguments.optionalText("slug").orElse(null);
    return given(context, arguments, slug)
        .map(given -> given.at(arguments))
        .compose(
            given ->
                runner
                    .compile(
                        context,
                        new InsightQuestion(
                            InsightParser.parse(given.kind(), given.definition()),
                            variables,
                            asOf == null ? runner.now() : asOf))
                    .compose(
                        compiled ->
                            runner
                                .run(context, compiled, limit, true)
                                .map(result -> answer(context, slug, given, compiled, result))));
  }

  private Future<GivenInsight> given(ToolContext context, ToolArguments arguments, String slug) {
    if (slug == null) {
      return Future.succeededFuture(GivenInsight.read(arguments));
    }
    if (arguments.json().containsKey("kind")
        || !InsightSchemas.definition(arguments.json()).isEmpty()) {
      throw new ToolFault(
          "Give either $.slug of a saved insight, or the definition of an unsaved one.");
    }
    return insights
        .find(context.tenant().environmentId(), slug)
        .map(
            found ->
                found.orElseThrow(() -> Assets.missing(context, "insight", slug, "list_insights")))
        .map(Insight::draft)
        .map(draft -> new GivenInsight(draft.kind(), draft.definition()));
  }

  private ToolAnswer answer(
      ToolContext context,
      String slug,
      GivenInsight given,
      InsightRunner.Compiled compiled,
      QueryResult result) {
    QueryPage page = QueryPage.of(context.tenant(), result, 0, limits);
    JsonObject structured =
        page.structured()
            .put("slug", slug)
            .put("kind", given.kind())
            .put("definition", given.definition())
            .put("compiled_sql", compiled.sql())
            .put(
                "url",
                Optional.ofNullable(slug)
                    .map(saved -> links.insight(context.tenant(), saved))
                    .orElse(null));
    ToolAnswer answer = page.answer(compiled.lineage().addTo(structured));
    String origin = compiled.lineage().text();
    return origin.isEmpty()
        ? answer
        : new ToolAnswer(answer.text() + "\n" + origin, answer.structured(), answer.rows());
  }
}
