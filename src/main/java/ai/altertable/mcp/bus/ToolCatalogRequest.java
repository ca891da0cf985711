package ai.altertable.mcp.bus;

import io.vertx.core.json.JsonObject;

/** Asks the tool executors for their {@link ToolCatalog}. */
public record ToolCatalogRequest() {
  JsonObject toJson() {
    return new JsonObject();
  }

  static ToolCatalogRequest fromJson(JsonObject json) {
    return new ToolCatalogRequest();
  }
}
