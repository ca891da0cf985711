package ai.altertable.mcp.tools.context;

import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.docs.DocPage;
import ai.altertable.mcp.docs.DocSearch;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** {@code search_docs}: the product's own documentation. */
public final class SearchDocsTool implements Tool {
  private static final int DEFAULT_LIMIT = 4;
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

  private final DocSearch search;

  public SearchDocsTool(DocSearch search) {
    this.search = search;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    return search
        .search(arguments.text("query"), arguments.integer("limit", DEFAULT_LIMIT))
        .map(hits -> answer(context, hits));
  }

  private static ToolAnswer answer(ToolContext context, List<DocSearch.Hit> hits) {
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
    return new ToolAnswer(
        first + (hits.isEmpty() ? "" : "\n\n" + text), structured, (long) hits.size());
  }

  private static JsonObject json(DocSearch.Hit hit) {
    return new JsonObject()
        .put("uri", hit.page().uri())
        .put("page", hit.page().title())
        .put("heading", hit.section().heading())
        .put("excerpt", hit.excerpt())
        .put("score", Math.round(hit.score() * 10_000) / 10_000.0);
  }

  private static String text(DocSearch.Hit hit) {
    return "## %s — %s (%s)\n%s"
        .formatted(hit.page().title(), hit.section().heading(), hit.page().uri(), hit.excerpt());
  }
}
