package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.lakehouse.value.Scalars;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBStruct;

/**
 * A type, by its name. Values inside of others are fetched as texts, too: Java's own types, which
 * the driver would make of them, hold neither infinite times nor intervals nor 24 o'clock.
 *
 * @param kind what it is made of
 * @param name as DuckDB writes it
 * @param parts of a list, its elements; of a struct or tuple, its fields; of a map, key and value
 * @param names of a struct's fields, quoted where DuckDB quotes them; of a list, its brackets
 */
record DuckDbType(Kind kind, String name, List<DuckDbType> parts, List<String> names) {
  /** What a type is made of. */
  enum Kind {
    PLAIN,
    LIST,
    STRUCT,
    TUPLE,
    MAP
  }

  DuckDbType {
    parts = List.copyOf(parts);
    names = List.copyOf(names);
  }

  static DuckDbType plain(String name) {
    return new DuckDbType(Kind.PLAIN, name, List.of(), List.of());
  }

  boolean nested() {
    return kind != Kind.PLAIN;
  }

  /** Values of which DuckDB alone knows what is inside. */
  private boolean dynamic() {
    return name.equals("VARIANT") || name.startsWith("UNION");
  }

  /** The same type with texts in place of all that is not made of others. */
  String textual() {
    return switch (kind) {
      case PLAIN -> dynamic() ? "JSON" : "VARCHAR";
      case LIST -> parts.get(0).textual() + names.get(0);
      case STRUCT ->
          IntStream.range(0, parts.size())
              .mapToObj(i -> names.get(i) + " " + parts.get(i).textual())
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
      case TUPLE, MAP ->
          parts.stream()
              .map(DuckDbType::textual)
              .collect(Collectors.joining(", ", kind + "(", ")"));
    };
  }

  /** A value that was fetched as {@link #textual}, in JSON. */
  Object read(Object value) throws SQLException {
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case PLAIN -> name.equals("BLOB") ? base64(value.toString()) : scalar(value.toString());
      case LIST -> list((Array) value);
      case STRUCT -> struct(((DuckDBStruct) value).getMap());
      case TUPLE -> tuple(((DuckDBStruct) value).getMap());
      case MAP -> map((Map<?, ?>) value);
    };
  }

  /** A value's text in JSON; base64 stays base64. */
  Object scalar(String text) {
    return switch (name) {
      case "BOOLEAN" -> text.equals("true");
      case "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT" ->
          Scalars.integer(text);
      case "FLOAT", "DOUBLE" -> Scalars.floating(finite(text));
      case "JSON" -> Scalars.json(text);
      case "INTERVAL" -> IsoInterval.of(text);
      case "TIME WITH TIME ZONE" -> Scalars.timeWithZone(text);
      default -> other(text);
    };
  }

  private Object other(String text) {
    if (name.startsWith("TIMESTAMP")) {
      return Scalars.timestamp(text);
    }
    if (name.startsWith("DECIMAL")) {
      return text.replaceFirst("^(-?)\\.", "$10.");
    }
    return dynamic() ? Scalars.json(text) : text;
  }

  /** {@code nan} and {@code inf} as the other engines write them. */
  private static String finite(String text) {
    return switch (text) {
      case "nan" -> "NaN";
      case "inf" -> "Infinity";
      case "-inf" -> "-Infinity";
      default -> text;
    };
  }

  /** Bytes that DuckDB writes as {@code \x00}, where they are no plain characters of ASCII. */
  private static String base64(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == '\\') {
        bytes.write(Integer.parseInt(text, at + 2, at + 4, 16));
        at += 4;
      } else {
        bytes.write(text.charAt(at++));
      }
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private JsonArray list(Array list) throws SQLException {
    JsonArray array = new JsonArray();
    for (Object each : (Object[]) list.getArray()) {
      array.add(parts.get(0).read(each));
    }
    return array;
  }

  private JsonObject struct(Map<String, Object> fields) throws SQLException {
    JsonObject object = new JsonObject();
    int i = 0;
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      object.put(field.getKey(), parts.get(i++).read(field.getValue()));
    }
    return object;
  }

  private JsonArray tuple(Map<String, Object> fields) throws SQLException {
    List<Object> values = new ArrayList<>();
    for (Object each : fields.values()) {
      values.add(parts.get(values.size()).read(each));
    }
    return new JsonArray(values);
  }

  /** JSON has no objects with other keys than text. */
  private Object map(Map<?, ?> map) throws SQLException {
    JsonObject object = new JsonObject();
    JsonArray pairs = new JsonArray();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = parts.get(0).read(entry.getKey());
      Object value = parts.get(1).read(entry.getValue());
      object.put(entry.getKey().toString(), value);
      pairs.add(new JsonArray().add(key).add(value));
    }
    return parts.get(0).name.equals("VARCHAR") ? object : pairs;
  }
}
