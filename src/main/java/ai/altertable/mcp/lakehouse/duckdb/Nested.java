package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.lakehouse.value.Scalars;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.Base64;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;

/** Values inside of lists, structs and maps, in JSON. */
final class Nested {
  private Nested() {}

  static Object json(Object value) throws SQLException {
    if (value == null || value instanceof Boolean || value instanceof String) {
      return value;
    }
    if (value instanceof Float || value instanceof Double) {
      return Scalars.floating(finite(value.toString()));
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Number whole) {
      return Scalars.integer(whole.toString());
    }
    if (value instanceof Array list) {
      JsonArray array = new JsonArray();
      for (Object each : (Object[]) list.getArray()) {
        array.add(json(each));
      }
      return array;
    }
    if (value instanceof DuckDBStruct struct) {
      return object(struct.getMap());
    }
    if (value instanceof Map<?, ?> map) {
      return map.keySet().stream().allMatch(String.class::isInstance) ? object(map) : pairs(map);
    }
    return scalar(value);
  }

  private static Object scalar(Object value) throws SQLException {
    if (value instanceof Blob blob) {
      return Base64.getEncoder().encodeToString(blob.getBytes(1, (int) blob.length()));
    }
    if (value instanceof OffsetDateTime time) {
      return Scalars.timestamp(time.toString().replace("Z", "+00:00"));
    }
    if (value instanceof TemporalAccessor || value instanceof java.util.Date) {
      return value.toString();
    }
    // JSON inside of a list, and whatever else prints itself
    return value instanceof JsonNode ? Scalars.json(value.toString()) : value.toString();
  }

  private static JsonObject object(Map<?, ?> map) throws SQLException {
    JsonObject object = new JsonObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      object.put((String) entry.getKey(), json(entry.getValue()));
    }
    return object;
  }

  /** JSON has no objects with other keys than text. */
  private static JsonArray pairs(Map<?, ?> map) throws SQLException {
    JsonArray pairs = new JsonArray();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      pairs.add(new JsonArray().add(json(entry.getKey())).add(json(entry.getValue())));
    }
    return pairs;
  }

  /** {@code nan} and {@code inf} as the other engines write them. */
  static String finite(String text) {
    return switch (text) {
      case "nan" -> "NaN";
      case "inf" -> "Infinity";
      case "-inf" -> "-Infinity";
      default -> text;
    };
  }
}
