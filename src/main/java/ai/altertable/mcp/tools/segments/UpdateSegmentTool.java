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
import ai.altertable.mcp.tools.confirm.Confirmations;
import ai.altertable.mcp.tools.confirm.Confirmations.Confirmed;
import ai.altertable.mcp.tools.insights.InsightRunner;
import ai.altertable.mcp.tools.result.Assets;
import io.vertx.core.Future;

/** {@code update_segment}: changes what is given, keeps the rest; the version before is kept. */
public final class UpdateSegmentTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("insights", "update_segment")
          .title("Change a segment")
          .description(
              "Changes a saved segment, and so every insight that names it: what is left out stays,"
                  + " a definition replaces the old one whole. For a segment of somebody else the"
                  + " user is asked to confirm where the client can ask.")
          .input(
              Schema.object()
                  .required("slug", Assets.slug("SGM"))
                  .optional("title", Schema.text().length(1, 120))
                  .optional("description", Schema.text().length(0, 1000))
                  .optional("definition", Schema.map())
                  .optional("dry_run", Schema.flag().otherwise(false)))
          .output(SegmentSchemas.OUTPUT)
          .build();

  private final SegmentStore segments;
  private final SegmentCheck check;
  private final Confirmations confirmations;

  public UpdateSegmentTool(
      SegmentStore segments, InsightRunner runner, Confirmations confirmations) {
    this.segments = segments;
    this.check = new SegmentCheck(runner);
    this.confirmations = confirmations;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String slug = arguments.text("slug");
    return segments
        .find(context.tenant().environmentId(), slug)
        .map(Assets.found(context, "segment", slug, "search_entities"))
        .compose(current -> update(context, arguments, current));
  }

  private Future<ToolAnswer> update(ToolContext context, ToolArguments arguments, Segment current) {
    Segment.Draft draft = changed(arguments, current.draft());
    boolean dryRun = arguments.flag("dry_run", false);
    String author = context.caller().principal().name();
    return check
        .check(context, draft.definition())
        .compose(
            compiled ->
                confirm(context, current, dryRun)
                    .compose(
                        who ->
                            segments
                                .update(
                                    context.tenant().environmentId(),
                                    current,
                                    draft,
                                    author,
                                    !dryRun)
                                .map(Assets.unlessOvertaken(current.slug(), "read_resource"))
                                .map(
                                    saved ->
                                        SegmentSchemas.answer(context, saved, dryRun, compiled)
                                            .followedBy(who.note()))));
  }

  /** One's own segments may be changed without asking, those of others may be in use. */
  private Future<Confirmed> confirm(ToolContext context, Segment current, boolean dryRun) {
    if (dryRun) {
      return Future.succeededFuture(Confirmed.NOT_NEEDED);
    }
    return confirmations.askUnlessOwn(
        context,
        current.saved(),
        "Change the segment %s, %s, in %s for everybody? Insights that name it change with it. %s made it, %s changed it last."
            .formatted(
                current.slug(),
                current.draft().title(),
                context.tenant().path(),
                current.saved().createdBy(),
                current.saved().updatedBy()));
  }

  private static Segment.Draft changed(ToolArguments arguments, Segment.Draft old) {
    return new Segment.Draft(
        arguments.optionalText("title").orElse(old.title()),
        arguments.optionalText("description").orElse(old.description()),
        arguments.object("definition").orElse(old.definition()));
  }
}
