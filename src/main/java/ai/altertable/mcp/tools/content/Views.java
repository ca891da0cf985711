package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.platform.Contexts;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

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

  private final Vertx vertx;
  private final AtomicReference<Future<List<ViewPage>>> pages = new AtomicReference<>();

  /** Views of a node; they are read when the first is asked for, a megabyte. */
  public Views(Vertx vertx) {
    this.vertx = vertx;
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
    return Contexts.here(vertx, pages())
        .map(
            read ->
                read.stream()
                    .filter(page -> uri.equals(PREFIX + page.name()))
                    .findFirst()
                    .map(page -> new ResourceContent(uri, TYPE, page.html(), meta())));
  }

  private Future<List<ViewPage>> pages() {
    Promise<List<ViewPage>> reading = Promise.promise();
    if (pages.compareAndSet(null, reading.future())) {
      vertx.executeBlocking(Views::load, false).onComplete(reading);
    }
    return pages.get();
  }

  private static List<ViewPage> load() {
    return List.of(ViewPage.load("result-table", "Query result"), ViewPage.load("chart", "Chart"));
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
