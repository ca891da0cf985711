package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionFault;
import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** {@code create_insight}: checks a definition against the real data and saves it. */
public final class CreateInsightTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("insights", "create_insight")
          .aliases("create_sql_insight", "create_segmentation_insight")
          .title("Save an insight")
          .description(
              "Saves an insight after its definition was checked against the real tables. Only when"
                  + " the user wants it kept; otherwise execute_insight. `dry_run` checks without"
                  + " saving.")
          .input(
              InsightSchemas.withBriefDefinition(
                  Schema.object()
                      .required("kind", InsightSchemas.KIND)
                      .required("title", Schema.text().length(1, 120))
                      .optional("description", Schema.text().length(0, 1000))
                      .optional("visualization", InsightSchemas.VISUALIZATION)
                      .optional("dry_run", Schema.flag().otherwise(false))))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("slug", Schema.text().describe("Empty for a dry run"))
                  .required("dry_run", Schema.flag())
                  .required("compiled_sql", Schema.text()))
          .build();

  private final InsightStore insights;
  private final InsightRunner runner;

  public CreateInsightTool(InsightStore insights, InsightRunner runner) {
    this.insights = insights;
    this.runner = runner;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String kind = arguments.text("kind");
    JsonObject json = InsightSchemas.definition(arguments.json());
    InsightDefinition definition = InsightParser.parse(kind, json);
    InsightRunner.Compiled compiled = runner.compile(definition);
    Insight.Draft draft =
        new Insight.Draft(
            kind,
            arguments.text("title"),
            arguments.optionalText("description").orElse(""),
            json,
            arguments.optionalText("visualization").orElse(kind.equals("sql") ? "table" : "line"));
    boolean dryRun = arguments.flag("dry_run", false);
    return check(context, definition, compiled)
        .compose(checked -> dryRun ? Future.succeededFuture("") : save(context, draft))
        .map(slug -> answer(context, slug, compiled));
  }

  private Future<Void> check(
      ToolContext context, InsightDefinition definition, InsightRunner.Compiled compiled) {
    if (definition instanceof InsightDefinition.Sql sql
        && !(sql.x().isEmpty() && sql.y().isEmpty())) {
      return runner.run(context, compiled, 1, false).map(result -> checkAxes(sql, result));
    }
    return runner.validate(context, compiled);
  }

  private static Void checkAxes(InsightDefinition.Sql sql, QueryResult result) {
    List<String> columns = result.columns().stream().map(Column::name).toList();
    List<DefinitionFault> faults = new ArrayList<>();
    addMissing(faults, "$.sql_parameters.x_axis_columns", sql.x(), columns);
    addMissing(faults, "$.sql_parameters.y_axis_columns", sql.y(), columns);
    if (!faults.isEmpty()) {
      throw new DefinitionException(faults);
    }
    return null;
  }

  private static void addMissing(
      List<DefinitionFault> faults, String path, List<String> wanted, List<String> columns) {
    for (String name : wanted) {
      if (!columns.contains(name)) {
        String text =
            "names \""
                + name
                + "\", which the statement does not return."
                + NearestNames.didYouMean(name, columns)
                + " It returns: "
                + String.join(", ", columns);
        faults.add(new DefinitionFault(path, text));
      }
    }
  }

  private Future<String> save(ToolContext context, Insight.Draft draft) {
    return insights
        .create(context.tenant().environmentId(), draft, context.caller().principal().name())
        .map(Insight::slug);
  }

  private static ToolAnswer answer(
      ToolContext context, String slug, InsightRunner.Compiled compiled) {
    boolean dryRun = slug.isEmpty();
    String text =
        dryRun
            ? ": the insight is valid; nothing was saved (dry run)."
            : ": saved as " + slug + ". execute_insight runs it.";
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("slug", slug)
            .put("dry_run", dryRun)
            .put("compiled_sql", compiled.sql());
    return new ToolAnswer(context.tenant().path() + text, structured, dryRun ? 0L : 1L);
  }
}
