package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.protocol.Cursor;
import ai.altertable.mcp.protocol.ModernResult;
import ai.altertable.mcp.protocol.ServerDescription;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code tools/list}: the tools that the token's scopes reach, in a fixed order. Encoded lists are
 * kept, so that one costs a copy. Used from one event loop.
 */
final class ToolLists implements MethodHandler {
  private static final int PAGE = 100;
  private static final int CACHE_SIZE = 128;
  private static final long TTL_MILLIS = 300_000;

  private final ToolDirectory directory;
  private final ServerDescription server;
  private final Map<Key, Buffer> encoded =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Buffer> eldest) {
          return size() > CACHE_SIZE;
        }
      };

  ToolLists(ToolDirectory directory, ServerDescription server) {
    this.directory = directory;
    this.server = server;
  }

  @Override
  public Future<Buffer> handle(Exchange exchange) {
    Object cursor = exchange.request().params().getValue("cursor");
    Key key =
        new Key(
            exchange.modern(),
            exchange.visit().caller().scopes(),
            exchange.visit().features(),
            cursor);
    Buffer known = encoded.get(key);
    return known != null
        ? Future.succeededFuture(known)
        : directory.tools().map(tools -> encode(key, tools.listed()));
  }

  /** Encodes anew from now on. */
  void forget() {
    encoded.clear();
  }

  private Buffer encode(Key key, List<ToolDescriptor> all) {
    List<ToolDescriptor> visible =
        all.stream()
            .filter(tool -> key.scopes().contains(tool.required()))
            .filter(tool -> key.features().includes(tool.group()))
            .toList();
    int from = Cursor.decode(key.cursor(), visible.size());
    int to = Math.min(from + PAGE, visible.size());
    JsonArray tools = new JsonArray();
    visible.subList(from, to).forEach(tool -> tools.add(tool.listed()));
    JsonObject result = new JsonObject().put("tools", tools);
    if (to < visible.size()) {
      result.put("nextCursor", Cursor.encode(to));
    }
    if (key.modern()) {
      ModernResult.cacheable(result, server.info(), TTL_MILLIS, false);
    }
    Buffer buffer = result.toBuffer();
    encoded.put(key, buffer);
    return buffer;
  }

  /**
   * What a list depends on.
   *
   * @param cursor as sent, or null; only valid ones are ever kept
   */
  private record Key(boolean modern, Set<Scope> scopes, Features features, Object cursor) {}
}
