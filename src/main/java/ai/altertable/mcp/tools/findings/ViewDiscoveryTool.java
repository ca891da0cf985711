package ai.altertable.mcp.tools.findings;

import ai.altertable.mcp.assets.Discovery;
import ai.altertable.mcp.assets.DiscoveryStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;

/** {@code view_discovery}: one finding with its state and its evidence. */
public final class ViewDiscoveryTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("findings", "view_discovery")
          .aliases("view_finding")
          .title("View a discovery")
          .description(
              "Shows a discovery whole: state and reason, explanation, evidence, and what it rests"
                  + " on.")
          .input(Schema.object().required("slug", Assets.slug("DSC")))
          .output(DiscoveryJson.whole())
          .build();

  private final DiscoveryStore discoveries;

  public ViewDiscoveryTool(DiscoveryStore discoveries) {
    this.discoveries = discoveries;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String slug = arguments.text("slug");
    return discoveries
        .find(context.tenant().environmentId(), slug)
        .map(Assets.found(context, "discovery", slug, "list_discoveries"))
        .map(discovery -> answer(context, discovery));
  }

  private static ToolAnswer answer(ToolContext context, Discovery discovery) {
    Discovery.Draft draft = discovery.draft();
    String reason = discovery.review().reason();
    String first =
        "%s: discovery %s, %s%s, by %s at %s, rests on %s"
            .formatted(
                context.tenant().path(),
                discovery.slug(),
                discovery.review().status(),
                reason == null ? "" : " (" + Fence.line(reason, 300) + ")",
                Fence.line(discovery.createdBy(), 200),
                discovery.createdAt(),
                draft.contextSlugs().isEmpty()
                    ? "nothing named"
                    : String.join(", ", draft.contextSlugs()));
    String content =
        String.join("\n\n", draft.title(), draft.summary(), draft.explanation(), draft.content());
    return ToolAnswer.of(
        first + "\n" + Fence.around(content),
        DiscoveryJson.whole(context.tenant().path(), discovery));
  }
}
