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
import ai.altertable.mcp.tools.result.ListAnswer;
import ai.altertable.mcp.tools.result.Paging;
import ai.altertable.mcp.tools.result.Times;
import io.vertx.core.Future;

/** {@code list_discoveries}. */
public final class ListDiscoveriesTool implements Tool {
  private static final String NAME = "list_discoveries";
  private static final int MAX_LINE = 300;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("findings", NAME)
          .aliases("list_findings")
          .title("List discoveries")
          .description(
              "Finds discoveries (findings), the newest first. Look here before you create one.")
          .input(
              Paging.input(
                  Schema.object()
                      .optional("status", Schema.choice("pending", "approved", "rejected"))
                      .optional("created_after", Times.schema())
                      .optional("search", Assets.search())))
          .output(Paging.output("discoveries", DiscoveryJson.listed()))
          .build();

  private final DiscoveryStore discoveries;
  private final Paging paging;

  public ListDiscoveriesTool(DiscoveryStore discoveries, Paging paging) {
    this.discoveries = discoveries;
    this.paging = paging;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    DiscoveryStore.Filter filter =
        new DiscoveryStore.Filter(
            arguments.optionalText("status").orElse(null),
            Times.read(arguments, "created_after"),
            arguments.optionalText("search").orElse(null));
    String list = NAME + "\n" + filter;
    return discoveries
        .list(context.tenant().environmentId(), filter, paging.request(context, list, arguments))
        .map(
            page ->
                ListAnswer.of(
                    context,
                    "discoveries",
                    page,
                    paging.cursor(context, list, page.next()),
                    DiscoveryJson::listed,
                    ListDiscoveriesTool::line));
  }

  private static String line(Discovery discovery) {
    return "%s [%s] %s"
        .formatted(
            discovery.slug(),
            discovery.review().status(),
            Fence.line(discovery.draft().title() + " — " + discovery.draft().summary(), MAX_LINE));
  }
}
