package ai.altertable.mcp.bus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Every tool, in the order it is listed. */
public record ToolCatalog(List<ToolDescriptor> tools) {
  public ToolCatalog {
    tools = List.copyOf(tools);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("tools", new JsonArray(tools.stream().map(ToolDescriptor::toJson).toList()));
  }

  static ToolCatalog fromJson(JsonObject json) {
    return new ToolCatalog(
        json.getJsonArray("tools").stream()
            .map(JsonObject.class::cast)
            .map(ToolDescriptor::fromJson)
            .toList());
  }
}
