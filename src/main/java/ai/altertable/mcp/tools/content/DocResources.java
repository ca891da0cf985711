package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.docs.DocIndex;
import ai.altertable.mcp.docs.DocPage;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The product's documentation, the same in every environment. */
final class DocResources implements ResourceSource {
  static final String PREFIX = "altertable://docs/";
  static final String TEMPLATE = PREFIX + "{page}";

  private final DocIndex docs;

  DocResources(DocIndex docs) {
    this.docs = docs;
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public Optional<JsonObject> template() {
    return Optional.of(
        new JsonObject()
            .put("uriTemplate", TEMPLATE)
            .put("name", "documentation")
            .put("title", "A page of the documentation")
            .put("description", "SQL dialect and limits, insight definitions, semantic models, …")
            .put("mimeType", ResourceContent.MARKDOWN));
  }

  @Override
  public Future<List<JsonObject>> list(ToolContext context, String after, int limit) {
    return Future.succeededFuture(
        Listed.after(docs.pages().stream().map(DocResources::listed).toList(), after, limit));
  }

  @Override
  public Future<Optional<ResourceContent>> read(ToolContext context, String uri) {
    return Future.succeededFuture(
        ResourceAddress.segments(PREFIX, uri, 1).stream()
            .findFirst()
            .flatMap(docs::page)
            .map(
                page -> new ResourceContent(uri, ResourceContent.MARKDOWN, page.markdown(), null)));
  }

  private static JsonObject listed(DocPage page) {
    return new JsonObject()
        .put("uri", page.uri())
        .put("name", page.name())
        .put("title", page.title())
        .put("description", "A page of the documentation")
        .put("mimeType", ResourceContent.MARKDOWN);
  }
}
