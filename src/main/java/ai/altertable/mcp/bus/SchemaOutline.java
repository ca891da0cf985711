package ai.altertable.mcp.bus;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outline of a JSON Schema: its properties and which of them are lists and objects; without
 * what is said about them and what is inside them, the types of single values, and which are always
 * there. Every value that conforms to the schema conforms to its outline. Clients load the schemas
 * of all tools into a model's context, where the rest costs more than it tells: an answer shows it.
 */
final class SchemaOutline {
  private static final List<String> KEPT = List.of("type", "enum");
  private static final List<String> NESTED = List.of("array", "object");
  private static final Set<String> LENGTHS = Set.of("minLength", "maxLength");

  private SchemaOutline() {}

  static JsonObject of(JsonObject schema) {
    JsonObject properties = new JsonObject();
    for (Map.Entry<String, Object> each : schema.getJsonObject("properties", new JsonObject())) {
      properties.put(each.getKey(), property((JsonObject) each.getValue()));
    }
    return new JsonObject().put("type", "object").put("properties", properties);
  }

  /**
   * The schema of arguments as models are shown it: without the bounds of texts' lengths, which
   * hardly any argument comes near, and which its refusal names.
   */
  static JsonObject ofArguments(JsonObject schema) {
    JsonObject shown = new JsonObject();
    for (Map.Entry<String, Object> each : schema) {
      boolean bound = LENGTHS.contains(each.getKey()) && each.getValue() instanceof Number;
      if (!bound) {
        shown.put(
            each.getKey(),
            each.getValue() instanceof JsonObject inner ? ofArguments(inner) : each.getValue());
      }
    }
    return shown;
  }

  private static JsonObject property(JsonObject schema) {
    JsonObject outline = new JsonObject();
    for (String keyword : KEPT) {
      if (schema.containsKey(keyword)) {
        outline.put(keyword, schema.getValue(keyword));
      }
    }
    if (!(schema.getValue("type") instanceof String type) || !NESTED.contains(type)) {
      outline.remove("type");
    }
    return outline;
  }
}
