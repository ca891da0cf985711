package ai.altertable.mcp.ingest;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Bounds of properties and traits: what the database would not take, or nobody could query. */
final class JsonRules {
  /** Characters of the JSON text. */
  static final int LARGEST = 32 * 1024;

  static final int DEEPEST = 10;
  private static final int MOST_KEYS = 500;
  private static final int LONGEST_KEY = 200;

  private JsonRules() {}

  /**
   * The object as JSON text; {@code {}} when there is none.
   *
   * @throws ItemFault when it is no object, or out of bounds
   */
  static String text(JsonObject item, String field) {
    Object value = item.getValue(field);
    if (value == null) {
      return "{}";
    }
    if (!(value instanceof JsonObject object)) {
      throw ItemFault.invalid(field, "must be an object");
    }
    check(object, field, 1);
    String text = object.encode();
    if (text.length() > LARGEST) {
      throw new ItemFault(
          "too-large", field, "must have at most " + LARGEST + " characters of JSON");
    }
    return text;
  }

  private static void check(Object value, String path, int depth) {
    if (value instanceof JsonObject object) {
      check(object, path, depth);
    } else if (value instanceof JsonArray array) {
      requireDepth(path, depth);
      for (int i = 0; i < array.size(); i++) {
        check(array.getValue(i), path + "[" + i + "]", depth + 1);
      }
    } else if (value instanceof String text) {
      // jsonb holds no NUL
      if (text.indexOf('\0') >= 0) {
        throw ItemFault.invalid(path, "has a NUL character");
      }
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      throw ItemFault.invalid(path, "is a number too large to be kept");
    }
  }

  private static void check(JsonObject object, String path, int depth) {
    requireDepth(path, depth);
    if (object.size() > MOST_KEYS) {
      throw new ItemFault("too-large", path, "must have at most " + MOST_KEYS + " keys");
    }
    for (Map.Entry<String, Object> entry : object) {
      String key = entry.getKey();
      if (key.length() > LONGEST_KEY || key.indexOf('\0') >= 0) {
        throw ItemFault.invalid(
            path, "has a key of more than " + LONGEST_KEY + " characters, or with a NUL in it");
      }
      check(entry.getValue(), path + "." + key, depth + 1);
    }
  }

  private static void requireDepth(String path, int depth) {
    if (depth > DEEPEST) {
      throw new ItemFault("too-deep", path, "is nested more than " + DEEPEST + " deep");
    }
  }
}
