package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.assets.Insight;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.result.Links;
import io.vertx.core.json.JsonObject;

/** What the tools that save an insight answer. */
final class SavedInsight {
  static final Schema OUTPUT =
      Lineage.describe(
          Schema.object()
              .required("environment", Schema.text())
              .required("slug", Schema.text().describe("Empty when nothing was saved"))
              .required("version", Schema.integer())
              .required("dry_run", Schema.flag())
              .required("url", Schema.text())
              .required("compiled_sql", Schema.text()));

  private SavedInsight() {}

  /**
   * @param insight as saved, or as it would be
   */
  static ToolAnswer answer(
      ToolContext context,
      Insight insight,
      boolean dryRun,
      InsightRunner.Compiled compiled,
      Links links) {
    String text =
        dryRun
            ? ": the insight is valid; nothing was saved (dry run)."
            : ": saved as %s, version %d. execute_insight runs it."
                .formatted(insight.slug(), insight.saved().version());
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("slug", dryRun ? "" : insight.slug())
            .put("version", insight.saved().version())
            .put("dry_run", dryRun)
            .put("url", dryRun ? "" : links.insight(context.tenant(), insight.slug()))
            .put("compiled_sql", compiled.sql());
    compiled.lineage().addTo(structured);
    return new ToolAnswer(context.tenant().path() + text, structured, dryRun ? 0L : 1L);
  }
}
