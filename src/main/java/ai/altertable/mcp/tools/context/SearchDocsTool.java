package ai.altertable.mcp.tools.context;

import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.search.TextIndex;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** {@code search_docs}: the product's own documentation. */
public final class SearchDocsTool implements Tool {
  private static final int DEFAULT_LIMIT = 4;
  private static final int MAX_EXCERPT = 2500;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("context", "search_docs")
          .title("Search the documentation")
          .description(
              "Searches this product's documentation: SQL dialect and limits, results and paging,"
                  + " semantic models, insight definitions, memories, connecting. Use it before"
                  + " guessing a definition's shape.")
          .input(
              Schema.object()
                  .required("query", Schema.text().length(1, 300))
                  .optional("limit", Schema.integer().between(1, 10).otherwise(DEFAULT_LIMIT)))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required(
                      "sections",
                      Schema.list(
                          Schema.object()
                              .required("uri", Schema.text())
                              .required("page", Schema.text())
                              .required("heading", Schema.text())
                              .required("excerpt", Schema.text())
                              .required("score", Schema.number()))))
          .build();

  private final DocIndex index;

  public SearchDocsTool(DocIndex index) {
    this.index = index;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String query = arguments.text("query");
    List<TextIndex.Hit<DocIndex.Found>> hits =
        index.search(query, arguments.integer("limit", DEFAULT_LIMIT));
    JsonArray sections = new JsonArray();
    hits.forEach(hit -> sections.add(json(hit)));
    String first =
        context.tenant().path()
            + ": "
            + hits.size()
            + " sections of the documentation"
            + (hits.isEmpty() ? " match. Pages: " + String.join(", ", DocPage.NAMES) : "");
    String text = hits.stream().map(SearchDocsTool::text).collect(Collectors.joining("\n\n"));
    JsonObject structured =
        new JsonObject().put("environment", context.tenant().path()).put("sections", sections);
    return Future.succeededFuture(
        new ToolAnswer(
            first + (hits.isEmpty() ? "" : "\n\n" + text), structured, (long) hits.size()));
  }

  private static JsonObject json(TextIndex.Hit<DocIndex.Found> hit) {
    return new JsonObject()
        .put("uri", hit.item().page().uri())
        .put("page", hit.item().page().title())
        .put("heading", hit.item().section().heading())
        .put("excerpt", excerpt(hit))
        .put("score", Math.round(hit.score() * 100) / 100.0);
  }

  private static String text(TextIndex.Hit<DocIndex.Found> hit) {
    return "## %s — %s (%s)\n%s"
        .formatted(
            hit.item().page().title(),
            hit.item().section().heading(),
            hit.item().page().uri(),
            excerpt(hit));
  }

  private static String excerpt(TextIndex.Hit<DocIndex.Found> hit) {
    String text = hit.item().section().text();
    return text.length() <= MAX_EXCERPT ? text : text.substring(0, MAX_EXCERPT) + "…";
  }
}
