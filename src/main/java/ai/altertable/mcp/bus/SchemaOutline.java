package ai.altertable.mcp.bus;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * The outline of a JSON Schema: its properties and their types, without what is inside them and
 * which of them are always there. A property without a type is mostly a text. Every value that
 * conforms to the schema conforms to its outline. Clients load the schemas of all tools into a
 * model's context, where what is inside costs more than it tells: an answer shows it.
 */
final class SchemaOutline {
  private static final List<String> KEPT = List.of("type", "description", "enum");

  private SchemaOutline() {}

  static JsonObject of(JsonObject schema) {
    JsonObject properties = new JsonObject();
    for (Map.Entry<String, Object> each : schema.getJsonObject("properties", new JsonObject())) {
      properties.put(each.getKey(), property((JsonObject) each.getValue()));
    }
    return new JsonObject().put("type", "object").put("properties", properties);
  }

  private static JsonObject property(JsonObject schema) {
    JsonObject outline = new JsonObject();
    for (String keyword : KEPT) {
      if (schema.containsKey(keyword) && !"string".equals(schema.getValue(keyword))) {
        outline.put(keyword, schema.getValue(keyword));
      }
    }
    if (schema.getValue("items") instanceof JsonObject items && items.containsKey("type")) {
      outline.put("items", new JsonObject().put("type", items.getValue("type")));
    }
    return outline;
  }
}
