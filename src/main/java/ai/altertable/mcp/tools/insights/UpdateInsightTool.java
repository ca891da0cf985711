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
import ai.altertable.mcp.tools.confirm.Confirmations;
import ai.altertable.mcp.tools.confirm.Confirmations.Confirmed;
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.Links;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code update_insight}: changes what is given, keeps the rest; the version before is kept. */
public final class UpdateInsightTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("insights", "update_insight")
          .title("Change an insight")
          .description(
              "Changes a saved insight: what is left out stays, a definition that is given replaces"
                  + " the old one whole. The kind stays. `dry_run` checks without saving."
                  + " For an insight of somebody else the user is asked to confirm where the client"
                  + " can ask.")
          .input(
              InsightSchemas.withBriefDefinition(
                  Schema.object()
                      .required("slug", Assets.slug("INS"))
                      .optional("title", Schema.text().length(1, 120))
                      .optional("description", Schema.text().length(0, 1000))
                      .optional("visualization", InsightSchemas.VISUALIZATION)
                      .optional("dry_run", Schema.flag().otherwise(false))))
          .output(SavedInsight.OUTPUT)
          .build();

  private final InsightStore insights;
  private final InsightCheck check;
  private final Confirmations confirmations;
  private final Links links;

  public UpdateInsightTool(
      InsightStore insights, InsightRunner runner, Confirmations confirmations, Links links) {
    this.insights = insights;
    this.confirmations = confirmations;
    this.check = new InsightCheck(runner);
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
        .compose(current -> update(context, arguments, current));
  }

  private Future<ToolAnswer> update(ToolContext context, ToolArguments arguments, Insight current) {
    Insight.Draft draft = changed(arguments, current.draft());
    boolean dryRun = arguments.flag("dry_run", false);
    String author = context.caller().principal().name();
    return check
        .check(context, InsightParser.parse(draft.kind(), draft.definition()))
        .compose(
            compiled ->
                confirm(context, current, dryRun)
                    .compose(
                        who ->
                            insights
                                .update(
                                    context.tenant().environmentId(),
                                    current,
                                    draft,
                                    author,
                                    !dryRun)
                                .map(Assets.unlessOvertaken(current.slug(), "view_insight"))
                                .map(
                                    saved ->
                                        SavedInsight.answer(context, saved, dryRun, compiled, links)
                                            .followedBy(who.note()))));
  }

  /** One's own insights may be changed without asking, those of others may be in use. */
  private Future<Confirmed> confirm(ToolContext context, Insight current, boolean dryRun) {
    if (dryRun) {
      return Future.succeededFuture(Confirmed.NOT_NEEDED);
    }
    return confirmations.askUnlessOwn(
        context,
        current.saved(),
        "Change the insight %s, %s, in %s for everybody? %s made it, %s changed it last."
            .formatted(
                current.slug(),
                current.draft().title(),
                context.tenant().path(),
                current.saved().createdBy(),
                current.saved().updatedBy()));
  }

  /**
   * A definition of another kind becomes a fault of the parser, which knows only the kind's own.
   */
  private static Insight.Draft changed(ToolArguments arguments, Insight.Draft old) {
    JsonObject definition =
        old.definition().copy().mergeIn(InsightSchemas.definition(arguments.json()));
    return new Insight.Draft(
        old.kind(),
        arguments.optionalText("title").orElse(old.title()),
        arguments.optionalText("description").orElse(old.description()),
        definition,
        arguments.optionalText("visualization").orElse(old.visualization()));
  }
}
