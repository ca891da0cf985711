package ai.altertable.mcp.tools;

import ai.altertable.mcp.analytics.NearestNames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says in words why a value does not match a schema: the JSON path, what is there, what is allowed.
 * Knows the keywords that {@link Schema} writes; whether a value matches at all is for the
 * validator to say.
 */
final class ArgumentFaults {
  private static final int MAX_FAULTS = 20;
  private static final int MAX_SHOWN = 60;

  private final List<String> faults = new ArrayList<>();

  private ArgumentFaults() {}

  /** Every fault found, at most {@value #MAX_FAULTS}; empty when none of a known kind is found. */
  static List<String> explain(JsonObject schema, Object value) {
    ArgumentFaults explainer = new ArgumentFaults();
    explainer.check("$", schema, value);
    return explainer.faults;
  }

  private void check(String path, JsonObject schema, Object value) {
    if (!typeMatches(schema.getValue("type"), value)) {
      add(path, "must be " + typeName(schema.getValue("type")) + ", got " + shown(value));
      return;
    }
    if (schema.containsKey("enum") && !schema.getJsonArray("enum").contains(value)) {
      add(path, "must be one of " + join(schema.getJsonArray("enum")) + ", got " + shown(value));
    }
    if (value instanceof String text) {
      checkText(path, schema, text);
    } else if (value instanceof Number number) {
      checkNumber(path, schema, number);
    } else if (value instanceof JsonArray array) {
      checkList(path, schema, array);
    } else if (value instanceof JsonObject object) {
      checkObject(path, schema, object);
    }
  }

  private void checkText(String path, JsonObject schema, String text) {
    int length = text.codePointCount(0, text.length());
    if (length < schema.getInteger("minLength", 0)) {
      add(path, "must have at least " + schema.getInteger("minLength") + " characters");
    }
    if (length > schema.getInteger("maxLength", Integer.MAX_VALUE)) {
      add(
          path,
          "must have at most " + schema.getInteger("maxLength") + " characters, has " + length);
    }
    String pattern = schema.getString("pattern");
    if (pattern != null && !Pattern.compile(pattern).matcher(text).find()) {
      add(path, "must match " + pattern + ", got " + shown(text));
    }
  }

  private void checkNumber(String path, JsonObject schema, Number number) {
    Number minimum = schema.getNumber("minimum");
    Number maximum = schema.getNumber("maximum");
    if (minimum != null && number.doubleValue() < minimum.doubleValue()) {
      add(path, "must be at least " + minimum + ", got " + number);
    }
    if (maximum != null && number.doubleValue() > maximum.doubleValue()) {
      add(path, "must be at most " + maximum + ", got " + number);
    }
  }

  private void checkList(String path, JsonObject schema, JsonArray array) {
    if (array.size() < schema.getInteger("minItems", 0)) {
      add(path, "must have at least " + schema.getInteger("minItems") + " items");
    }
    if (array.size() > schema.getInteger("maxItems", Integer.MAX_VALUE)) {
      add(
          path,
          "must have at most " + schema.getInteger("maxItems") + " items, has " + array.size());
      return;
    }
    JsonObject items = schema.getJsonObject("items");
    for (int i = 0; items != null && i < array.size(); i++) {
      check(path + "[" + i + "]", items, array.getValue(i));
    }
  }

  private void checkObject(String path, JsonObject schema, JsonObject object) {
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    for (Object name : schema.getJsonArray("required", new JsonArray())) {
      if (!object.containsKey((String) name)) {
        String description = properties.getJsonObject((String) name).getString("description");
        add(path + "." + name, "is required" + (description == null ? "" : ": " + description));
      }
    }
    boolean closed = Boolean.FALSE.equals(schema.getValue("additionalProperties"));
    for (String name : object.fieldNames()) {
      JsonObject property = properties.getJsonObject(name);
      if (property != null) {
        check(path + "." + name, property, object.getValue(name));
      } else if (closed) {
        add(path + "." + shownName(name), unknownName(name, properties.fieldNames()));
      }
    }
  }

  private static String unknownName(String name, Set<String> allowed) {
    String names = allowed.isEmpty() ? "none" : String.join(", ", allowed);
    return "is not known." + NearestNames.didYouMean(name, allowed) + " Allowed: " + names;
  }

  private void add(String path, String text) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(path + " " + text);
    }
  }

  private static boolean typeMatches(Object type, Object value) {
    if (type instanceof JsonArray types) {
      return types.stream().anyMatch(each -> typeMatches(each, value));
    }
    if (type == null) {
      return true;
    }
    return switch ((String) type) {
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Number number && isWhole(number);
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      case "array" -> value instanceof JsonArray;
      case "object" -> value instanceof JsonObject;
      case "null" -> value == null;
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }

  private static boolean isWhole(Number number) {
    return Math.rint(number.doubleValue()) == number.doubleValue();
  }

  private static String typeName(Object type) {
    return type instanceof JsonArray types ? join(types) : "of type " + type;
  }

  private static String join(JsonArray values) {
    return String.join(", ", values.stream().map(String::valueOf).toList());
  }

  private static String shown(Object value) {
    if (value instanceof String text) {
      return '"' + shownName(text) + '"';
    }
    return value instanceof JsonObject
        ? "an object"
        : value instanceof JsonArray ? "a list" : "" + value;
  }

  private static String shownName(String text) {
    String cut = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    return cut.replaceAll("\\p{Cntrl}", " ");
  }
}
