package ai.altertable.mcp.tools.dashboards;

import ai.altertable.mcp.assets.Dashboard;
import ai.altertable.mcp.assets.DashboardStore;
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

/**
 * {@code update_dashboard}: changes what is given, keeps the rest; the version before is kept.
 * Changing what somebody else made is asked of a person first.
 */
public final class UpdateDashboardTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("dashboards", "update_dashboard")
          .title("Change a dashboard")
          .description(
              "Changes a dashboard: what is left out stays; lists that are given replace the old ones"
                  + " whole. Somebody else's needs the user's confirmation. `dry_run` checks only.")
          .input(
              DashboardSchemas.again(
                  Schema.object()
                      .required("slug", Assets.slug("DSH"))
                      .optional("title", Schema.text().length(1, 120))))
          .output(DashboardSchemas.SAVED)
          .build();

  private final DashboardStore dashboards;
  private final DashboardCheck check;
  private final Confirmations confirmations;
  private final Links links;

  public UpdateDashboardTool(
      DashboardStore dashboards, InsightStore insights, Confirmations confirmations, Links links) {
    this.dashboards = dashboards;
    this.check = new DashboardCheck(insights);
    this.confirmations = confirmations;
    this.links = links;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String slug = arguments.text("slug");
    return dashboards
        .find(context.tenant().environmentId(), slug)
        .map(Assets.found(context, "dashboard", slug, "list_dashboards"))
        .compose(current -> update(context, arguments, current));
  }

  private Future<ToolAnswer> update(
      ToolContext context, ToolArguments arguments, Dashboard current) {
    Dashboard.Draft draft = changed(arguments, current.draft());
    boolean dryRun = arguments.flag("dry_run", false);
    String author = context.caller().principal().name();
    return check
        .check(context, draft)
        .compose(valid -> confirmed(context, current, draft, dryRun))
        .compose(
            confirmed ->
                dashboards
                    .update(context.tenant().environmentId(), current, draft, author, !dryRun)
                    .map(Assets.unlessOvertaken(current.slug(), "view_dashboard"))
                    .map(
                        saved ->
                            DashboardSchemas.answer(context, saved, dryRun, confirmed, links)));
  }

  private Future<Confirmed> confirmed(
      ToolContext context, Dashboard current, Dashboard.Draft draft, boolean dryRun) {
    String maker = current.saved().updatedBy();
    if (dryRun || maker.equals(context.caller().principal().name())) {
      return Future.succeededFuture(Confirmed.NOT_NEEDED);
    }
    String question =
        "Change dashboard %s \"%s\" in %s? It was saved by %s, and everybody there sees it. It will be called \"%s\" and have %d widgets instead of %d. The version before is kept."
            .formatted(
                current.slug(),
                current.draft().title(),
                context.tenant().path(),
                maker,
                draft.title(),
                draft.widgets().size(),
                current.draft().widgets().size());
    return confirmations.ask(context, question);
  }

  private static Dashboard.Draft changed(ToolArguments arguments, Dashboard.Draft old) {
    return new Dashboard.Draft(
        arguments.optionalText("title").orElse(old.title()),
        arguments.optionalText("description").orElse(old.description()),
        arguments.json().getJsonArray("widgets", old.widgets()),
        arguments.json().getJsonArray("variables", old.variables()),
        arguments.json().containsKey("labels") ? arguments.texts("labels") : old.labels());
  }
}
