package ai.altertable.mcp.tools.segments;

import ai.altertable.mcp.assets.Segment;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.insights.InsightRunner;
import io.vertx.core.json.JsonObject;

/** What the tools that save a segment have in common. */
final class SegmentSchemas {
  static final Schema DEFINITION =
      Schema.map()
          .describe(
              "{filters: those of segmented_by in execute_insight but segment_filter, timezone?,"
                  + " catalog?}");

  static final Schema OUTPUT =
      Schema.object()
          .required("environment", Schema.text())
          .required("slug", Schema.text().describe("Empty when nothing was saved"))
          .required("version", Schema.integer())
          .required("dry_run", Schema.flag())
          .required("compiled_sql", Schema.text());

  private SegmentSchemas() {}

  /**
   * @param segment as saved, or as it would be
   */
  static ToolAnswer answer(
      ToolContext context, Segment segment, boolean dryRun, InsightRunner.Compiled compiled) {
    String text =
        dryRun
            ? ": the segment is valid; nothing was saved (dry run)."
            : ": saved as %s, version %d. Insights name it in segment_filter."
                .formatted(segment.slug(), segment.saved().version());
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("slug", dryRun ? "" : segment.slug())
            .put("version", segment.saved().version())
            .put("dry_run", dryRun)
            .put("compiled_sql", compiled.sql());
    return new ToolAnswer(context.tenant().path() + text, structured, dryRun ? 0L : 1L);
  }
}
