package ai.altertable.mcp.tools;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Recognizes the arguments that most calls have: strings, numbers and booleans that keep to their
 * bounds. The schema library decides in one method that is too large for HotSpot to compile, which
 * cost more than all else that a small call does. So this says yes where that is certain, and
 * leaves everything else to the library. Immutable.
 */
final class PlainArguments {
  private static final Set<String> NOTES =
      Set.of("type", "description", "title", "default", "examples", "x-mcp-header");

  private static final Set<String> WHOLE =
      Set.of("type", "properties", "required", "additionalProperties");

  private final boolean understood;
  private final Map<String, Predicate<Object>> plain;
  private final List<String> required;

  private PlainArguments(
      boolean understood, Map<String, Predicate<Object>> plain, List<String> required) {
    this.understood = understood;
    this.plain = plain;
    this.required = required;
  }

  /**
   * @param schema of an object; a property that is not plain in it is never recognized
   */
  static PlainArguments of(JsonObject schema) {
    boolean understood =
        WHOLE.containsAll(schema.fieldNames()) && "object".equals(schema.getValue("type"));
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    Map<String, Predicate<Object>> plain = new HashMap<>();
    for (String name : properties.fieldNames()) {
      Predicate<Object> check = check(properties.getJsonObject(name));
      if (check != null) {
        plain.put(name, check);
      }
    }
    List<String> required =
        schema.getJsonArray("required", new JsonArray()).stream().map(String.class::cast).toList();
    return new PlainArguments(understood, plain, required);
  }

  /** True when the arguments match the schema; false says nothing. */
  boolean match(JsonObject arguments) {
    Map<String, Object> given = arguments.getMap();
    if (!understood || !given.keySet().containsAll(required)) {
      return false;
    }
    for (Map.Entry<String, Object> argument : given.entrySet()) {
      Predicate<Object> check = plain.get(argument.getKey());
      if (check == null || !check.test(argument.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Null when the schema has a keyword that is not decided here. */
  private static Predicate<Object> check(JsonObject schema) {
    Set<String> keywords = new HashSet<>(schema.fieldNames());
    keywords.removeAll(NOTES);
    if (!(schema.getValue("type") instanceof String type)) {
      return null;
    }
    return switch (type) {
      case "string" -> text(schema, keywords);
      case "integer" -> whole(schema, keywords);
      case "boolean" -> keywords.isEmpty() ? Boolean.class::isInstance : null;
      default -> null;
    };
  }

  private static Predicate<Object> text(JsonObject schema, Set<String> keywords) {
    if (!Set.of("enum", "minLength", "maxLength").containsAll(keywords)) {
      return null;
    }
    int least = schema.getInteger("minLength", 0);
    int most = schema.getInteger("maxLength", Integer.MAX_VALUE);
    Set<Object> choices = new HashSet<>(schema.getJsonArray("enum", new JsonArray()).getList());
    // a text has at most as many code points as it has chars, and at least half as many
    return value ->
        value instanceof String text
            && text.length() <= most
            && text.length() / 2 >= least
            && (choices.isEmpty() || choices.contains(text));
  }

  private static Predicate<Object> whole(JsonObject schema, Set<String> keywords) {
    if (!Set.of("minimum", "maximum").containsAll(keywords)) {
      return null;
    }
    long least = schema.getLong("minimum", Long.MIN_VALUE);
    long most = schema.getLong("maximum", Long.MAX_VALUE);
    return value -> value instanceof Integer number && number >= least && number <= most;
  }
}
