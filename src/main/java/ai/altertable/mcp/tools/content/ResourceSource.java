package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The resources of one kind. Whatever it shows belongs to the caller's environment. */
interface ResourceSource {
  /** What the addresses of its resources begin with; no other source's do. */
  String prefix();

  /** MCP {@code ResourceTemplate} of its addresses, when they can be made from names. */
  Optional<JsonObject> template();

  /**
   * A part of the list, in a fixed order.
   *
   * @param after address of the last resource of the part before, or null for the first part
   * @param limit most resources, ≥ 1; fewer means that the list ends there
   * @return MCP {@code Resource} objects
   */
  Future<List<JsonObject>> list(ToolContext context, String after, int limit);

  /** What is behind an address with the prefix; empty when nothing is. */
  Future<Optional<ResourceContent>> read(ToolContext context, String uri);
}
