package ai.altertable.mcp.tools.search;

import ai.altertable.mcp.assets.Page;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Fence;
import ai.altertable.mcp.tools.result.Paging;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code search_entities}: one search over everything in the environment. */
public final class SearchEntitiesTool implements Tool {
  private static final String NAME = "search_entities";
  private static final int MAX_LINE = 160;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("context", NAME)
          .title("Search everything")
          .description(
              "Searches tables, events, semantic models, insights, segments, dashboards, discoveries,"
                  + " memories and knowledge by words, the best first. read_resource shows a hit whole.")
          .input(
              Paging.input(
                  Schema.object()
                      .required("query", Schema.text().length(1, 300))
                      .optional(
                          "node_types",
                          Schema.list(Schema.choice(NodeType.names()))
                              .items(0, NodeType.values().length))))
          .output(
              Paging.output(
                      "hits",
                      Schema.object()
                          .required("node_type", Schema.text())
                          .required("name", Schema.text())
                          .required("uri", Schema.text().orNull())
                          .required("title", Schema.text())
                          .required("summary", Schema.text())
                          .required("score", Schema.number()))
                  .required("total", Schema.integer())
                  .required("not_searched", Schema.list(Schema.text())))
          .build();

  private final EntitySearch search;
  private final Paging paging;

  public SearchEntitiesTool(EntitySearch search, Paging paging) {
    this.search = search;
    this.paging = paging;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String query = arguments.text("query");
    Set<NodeType> types = NodeType.of(arguments.texts("node_types"));
    String list = NAME + "\n" + types + "\n" + query;
    var request = paging.request(context, list, arguments);
    return search
        .search(context, query, types)
        .map(
            result -> {
              var page = Page.slice(result.hits(), request);
              return answer(context, result, page, paging.cursor(context, list, page.next()));
            });
  }

  private static ToolAnswer answer(
      ToolContext context,
      EntitySearch.Result result,
      Page<TextIndex.Hit<Node>> page,
      String cursor) {
    List<TextIndex.Hit<Node>> hits = page.items();
    String first =
        "%s: %d of %d hits%s%s"
            .formatted(
                context.tenant().path(),
                hits.size(),
                result.hits().size(),
                cursor == null ? "." : ", more with cursor " + cursor,
                result.unread().isEmpty()
                    ? ""
                    : " Not searched: " + String.join(", ", result.unread()) + ".");
    String lines = hits.stream().map(SearchEntitiesTool::line).collect(Collectors.joining("\n"));
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("hits", new JsonArray(hits.stream().map(SearchEntitiesTool::json).toList()))
            .put("next_cursor", cursor)
            .put("total", result.hits().size())
            .put("not_searched", new JsonArray(result.unread()));
    String text = hits.isEmpty() ? first : first + "\n" + Fence.around(lines);
    return new ToolAnswer(text, structured, (long) hits.size());
  }

  private static JsonObject json(TextIndex.Hit<Node> hit) {
    return hit.item().toJson().put("score", Math.round(hit.score() * 100) / 100.0);
  }

  private static String line(TextIndex.Hit<Node> hit) {
    Node node = hit.item();
    // Of what has no name of its own the title is how its summary begins.
    boolean named = !node.title().equals(node.name()) && !node.summary().startsWith(node.title());
    return "[%s] %s%s%s"
        .formatted(
            node.type().wire(),
            Fence.line(node.name(), MAX_LINE),
            named ? " " + Fence.line(node.title(), MAX_LINE) : "",
            node.summary().isEmpty() ? "" : ": " + Fence.line(node.summary(), MAX_LINE));
  }
}
