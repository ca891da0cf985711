package ai.altertable.mcp.tools.dashboards;

import ai.altertable.mcp.assets.Dashboard;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.confirm.Confirmations.Confirmed;
import ai.altertable.mcp.tools.result.Links;
import io.vertx.core.json.JsonObject;

/** What the tools that save a dashboard take and answer. */
final class DashboardSchemas {
  static final Schema SAVED =
      Schema.object()
          .required("environment", Schema.text())
          .required("slug", Schema.text().describe("Empty when nothing was saved"))
          .required("version", Schema.integer())
          .required("dry_run", Schema.flag())
          .required("confirmed", Schema.flag())
          .required("url", Schema.text());

  private DashboardSchemas() {}

  /** Adds what a dashboard consists of, explained once. */
  static Schema input(Schema schema) {
    return brief(
        schema
            .optional(
                "widgets",
                Schema.list(Schema.map())
                    .items(0, DashboardCheck.MAX_WIDGETS)
                    .describe(
                        "In order: {kind: insight, insight: INS-1, variables?: {of the insight: of"
                            + " the dashboard}}, {kind: text | section, text: Markdown}"))
            .optional(
                "variables",
                Schema.list(Schema.map())
                    .describe(
                        "{name, type: string | number | boolean | date | timestamp, default}")));
  }

  /** The same, for who has seen it explained. */
  static Schema again(Schema schema) {
    return brief(
        schema
            .optional("widgets", Schema.list(Schema.map()).items(0, DashboardCheck.MAX_WIDGETS))
            .optional("variables", Schema.list(Schema.map())));
  }

  private static Schema brief(Schema schema) {
    return schema
        .optional("description", Schema.text().length(0, 1000))
        .optional("labels", Schema.list(Schema.text().length(1, 100)).items(0, 20))
        .optional("dry_run", Schema.flag().otherwise(false));
  }

  static ToolAnswer answer(
      ToolContext context, Dashboard saved, boolean dryRun, Confirmed confirmed, Links links) {
    String text =
        dryRun
            ? ": the dashboard is valid; nothing was saved (dry run)."
            : ": saved as %s, version %d. view_dashboard runs it.%s"
                .formatted(saved.slug(), saved.saved().version(), confirmed.note());
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("slug", dryRun ? "" : saved.slug())
            .put("version", saved.saved().version())
            .put("dry_run", dryRun)
            .put("confirmed", confirmed == Confirmed.BY_PERSON)
            .put("url", dryRun ? "" : links.dashboard(context.tenant(), saved.slug()));
    return new ToolAnswer(context.tenant().path() + text, structured, dryRun ? 0L : 1L);
  }
}
