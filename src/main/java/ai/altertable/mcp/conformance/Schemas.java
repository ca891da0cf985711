package ai.altertable.mcp.conformance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Small JSON Schemas. */
final class Schemas {
  private Schemas() {}

  static JsonObject typed(String type) {
    return new JsonObject().put("type", type);
  }

  static JsonObject string(String description) {
    return typed("string").put("description", description);
  }

  /** An object all of whose properties are required. */
  static JsonObject object(JsonObject properties) {
    return typed("object")
        .put("properties", properties)
        .put("required", new JsonArray(properties.fieldNames().stream().toList()));
  }
}
