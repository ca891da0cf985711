package ai.altertable.mcp.tools.segments;

import ai.altertable.mcp.assets.Segment;
import ai.altertable.mcp.assets.SegmentStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.insights.InsightRunner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code create_segment}: checks what describes some users against the real data and saves it. */
public final class CreateSegmentTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("insights", "create_segment")
          .title("Save a segment")
          .description(
              "Saves a group of users for insights to filter by. Only when the user wants it kept."
                  + " `dry_run` checks without saving.")
          .input(
              Schema.object()
                  .required("title", Schema.text().length(1, 120))
                  .optional("description", Schema.text().length(0, 1000))
                  .required("definition", SegmentSchemas.DEFINITION)
                  .optional("dry_run", Schema.flag().otherwise(false)))
          .output(SegmentSchemas.OUTPUT)
          .build();

  private final SegmentStore segments;
  private final SegmentCheck check;

  public CreateSegmentTool(SegmentStore segments, InsightRunner runner) {
    this.segments = segments;
    this.check = new SegmentCheck(runner);
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    Segment.Draft draft =
        new Segment.Draft(
            arguments.text("title"),
            arguments.optionalText("description").orElse(""),
            arguments.object("definition").orElseGet(JsonObject::new));
    boolean dryRun = arguments.flag("dry_run", false);
    String author = context.caller().principal().name();
    return check
        .check(context, draft.definition())
        .compose(
            compiled ->
                segments
                    .create(context.tenant().environmentId(), draft, author, !dryRun)
                    .map(saved -> SegmentSchemas.answer(context, saved, dryRun, compiled)));
  }
}
