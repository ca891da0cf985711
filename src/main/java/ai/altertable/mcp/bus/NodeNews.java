package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * A node with tools takes requests, or no more.
 *
 * @param nodeId its id in the cluster
 * @param open whether it does
 */
public record NodeNews(String nodeId, boolean open) {
  public NodeNews {
    requireNonNull(nodeId, "nodeId is null");
  }

  JsonObject toJson() {
    return new JsonObject().put("nodeId", nodeId).put("open", open);
  }

  static NodeNews fromJson(JsonObject json) {
    return new NodeNews(json.getString("nodeId"), json.getBoolean("open"));
  }
}
