package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * The views of MCP Apps ({@code io.modelcontextprotocol/ui}, 2026-01-26) that hosts show in place
 * of a tool's text. Tools name theirs, so the list of resources leaves them out. The same in every
 * environment: data reaches them through the host.
 */
public final class Views implements ResourceSource {
  /** A query's rows. */
  public static final String RESULT_TABLE = "ui://altertable/result-table";

  /** A chart of an insight. */
  public static final String CHART = "ui://altertable/chart";

  private static final String PREFIX = "ui://altertable/";
  private static final String TYPE = "text/html;profile=mcp-app";

  private final List<ViewPage> pages;

  private Views(List<ViewPage> pages) {
    this.pages = List.copyOf(pages);
  }

  /** Reads every view that is shipped, a megabyte: once for each node. */
  public static Views load() {
    return new Views(
        List.of(ViewPage.load("result-table", "Query result"), ViewPage.load("chart", "Chart")));
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public Optional<JsonObject> template() {
    return Optional.empty();
  }

  @Override
  public Future<List<JsonObject>> list(ToolContext context, String after, int limit) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Optional<ResourceContent>> read(ToolContext context, String uri) {
    return Future.succeededFuture(
        pages.stream()
            .filter(page -> uri.equals(PREFIX + page.name()))
            .findFirst()
            .map(page -> new ResourceContent(uri, TYPE, page.html(), meta())));
  }

  /** Nothing is loaded from anywhere, and nothing is sent anywhere but to the host. */
  private static JsonObject meta() {
    JsonArray nowhere = new JsonArray();
    return new JsonObject()
        .put(
            "ui",
            new JsonObject()
                .put(
                    "csp",
                    new JsonObject().put("connectDomains", nowhere).put("resourceDomains", nowhere))
                .put("permissions", new JsonObject().put("clipboardWrite", new JsonObject()))
                .put("prefersBorder", true));
  }
}
