package ai.altertable.mcp.tools.search;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * Something that a search over everything finds.
 *
 * @param name slug, {@code catalog.schema.table}, or event name
 * @param uri to read it whole; null when there is no more to read
 * @param title what people call it
 * @param summary maybe empty
 */
record Node(NodeType type, String name, String uri, String title, String summary) {
  Node {
    requireNonNull(type, "type is null");
    requireNonNull(name, "name is null");
    requireNonNull(title, "title is null");
    requireNonNull(summary, "summary is null");
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("node_type", type.wire())
        .put("name", name)
        .put("uri", uri)
        .put("title", title)
        .put("summary", summary);
  }
}
