package ai.altertable.mcp.tools.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The resources of all sources: one list, one way to read them. */
public final class Resources {
  private static final int PAGE = 100;

  private final List<ResourceSource> sources;

  /**
   * @param sources in the order of the list
   */
  Resources(List<ResourceSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** These and one more source behind them. */
  Resources with(ResourceSource more) {
    List<ResourceSource> all = new ArrayList<>(sources);
    all.add(more);
    return new Resources(all);
  }

  /**
   * What is behind an address.
   *
   * @return empty when nothing is, or the address is not one of ours
   */
  public Future<Optional<ResourceContent>> read(ToolContext context, String uri) {
    return source(uri)
        .map(source -> source.read(context, uri))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  /** MCP {@code ResourceTemplate} objects. */
  JsonArray templates() {
    return new JsonArray(sources.stream().flatMap(source -> source.template().stream()).toList());
  }

  /**
   * A page of the list.
   *
   * @param cursor {@code nextCursor} of the page before, or null
   * @return {@code resources}, and {@code nextCursor} when there are more; fails with {@link
   *     ToolFault} when the cursor is none of ours
   */
  Future<JsonObject> list(ToolContext context, Object cursor) {
    if (cursor == null) {
      return fill(context, new ArrayList<>(), 0, null);
    }
    String last = last(cursor);
    return source(last)
        .map(source -> fill(context, new ArrayList<>(), sources.indexOf(source), last))
        .orElseThrow(Resources::notACursor);
  }

  /** Goes from source to source until the page is full. */
  private Future<JsonObject> fill(
      ToolContext context, List<JsonObject> page, int index, String after) {
    if (index == sources.size()) {
      return Future.succeededFuture(new JsonObject().put("resources", new JsonArray(page)));
    }
    int room = PAGE - page.size();
    return sources
        .get(index)
        .list(context, after, room)
        .compose(
            part -> {
              page.addAll(part);
              if (part.size() < room) {
                return fill(context, page, index + 1, null);
              }
              return Future.succeededFuture(
                  new JsonObject()
                      .put("resources", new JsonArray(page))
                      .put("nextCursor", cursor(page.get(page.size() - 1).getString("uri"))));
            });
  }

  private Optional<ResourceSource> source(String uri) {
    return sources.stream().filter(source -> uri.startsWith(source.prefix())).findFirst();
  }

  private static String cursor(String lastUri) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(lastUri.getBytes(UTF_8));
  }

  private static String last(Object cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode((String) cursor), UTF_8);
    } catch (ClassCastException | IllegalArgumentException e) {
      throw notACursor();
    }
  }

  static ToolFault notACursor() {
    return new ToolFault("cursor is not one of this list; ask for the first page again");
  }
}
