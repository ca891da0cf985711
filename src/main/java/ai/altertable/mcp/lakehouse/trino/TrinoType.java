package ai.altertable.mcp.lakehouse.trino;

import ai.altertable.mcp.lakehouse.value.Scalars;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How values of a type are written in answers, and how we write them (Trino's {@code
 * typeSignature}).
 *
 * @param raw {@code bigint}, {@code array}, {@code timestamp with time zone}, …
 * @param parts types of what it is made of
 * @param names of a row's fields, null where one has none
 */
record TrinoType(String raw, List<TrinoType> parts, List<String> names) {
  private static final Set<String> TEXTS = Set.of("varchar", "char");

  static TrinoType of(JsonObject signature) {
    List<TrinoType> parts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Object each : signature.getJsonArray("arguments", new JsonArray())) {
      JsonObject argument = (JsonObject) each;
      if ("TYPE".equals(argument.getString("kind"))) {
        parts.add(of(argument.getJsonObject("value")));
      } else if ("NAMED_TYPE".equals(argument.getString("kind"))) {
        JsonObject value = argument.getJsonObject("value");
        JsonObject name = value.getJsonObject("fieldName");
        names.add(name == null ? null : name.getString("name"));
        parts.add(of(value.getJsonObject("typeSignature")));
      }
    }
    return new TrinoType(signature.getString("rawType"), List.copyOf(parts), names);
  }

  /** A value of an answer in our JSON. */
  Object read(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof List<?> list) {
      return read(new JsonArray(list));
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, each) -> object.put(key.toString(), each));
      return read(object);
    }
    if (value instanceof JsonArray list) {
      return raw.equals("row") ? row(list) : list(list);
    }
    return value instanceof JsonObject map ? map(map) : scalar(value);
  }

  /** Whatever the keys are, the cluster writes them as text; JSON has no objects with others. */
  private Object map(JsonObject map) {
    JsonObject object = new JsonObject();
    JsonArray pairs = new JsonArray();
    map.forEach(
        entry -> {
          Object value = parts.get(1).read(entry.getValue());
          object.put(entry.getKey(), value);
          pairs.add(new JsonArray().add(parts.get(0).read(entry.getKey())).add(value));
        });
    return TEXTS.contains(parts.get(0).raw) ? object : pairs;
  }

  private JsonArray list(JsonArray list) {
    JsonArray read = new JsonArray();
    for (Object each : list) {
      read.add(parts.get(0).read(each));
    }
    return read;
  }

  private Object row(JsonArray values) {
    boolean named = names.stream().noneMatch(name -> name == null || name.isEmpty());
    JsonObject object = new JsonObject();
    JsonArray array = new JsonArray();
    for (int i = 0; i < values.size(); i++) {
      Object value = parts.get(i).read(values.getValue(i));
      array.add(value);
      if (named) {
        object.put(names.get(i), value);
      }
    }
    return named && object.size() == values.size() ? object : array;
  }

  private Object scalar(Object value) {
    return switch (raw) {
      case "tinyint", "smallint", "integer", "bigint" -> Scalars.integer(value.toString());
      case "real", "double" -> Scalars.floating(value.toString());
      case "json" -> Scalars.json(value.toString());
      case "timestamp" -> Scalars.timestamp(value.toString());
      case "timestamp with time zone" -> zoned(value.toString());
      case "interval day to second" -> days(value.toString());
      case "interval year to month" -> months(value.toString());
      case "boolean" -> value instanceof String key ? Boolean.valueOf(key) : value;
      // decimals are digits, varbinary is base64
      default -> value.toString();
    };
  }

  /** {@code 2026-11-23 07:00:00.000 Europe/Paris}, with the offset of that place at that time. */
  private static Object zoned(String text) {
    int space = text.lastIndexOf(' ');
    String iso = text.substring(0, Math.max(0, space)).replace(' ', 'T');
    String zone = text.substring(space + 1);
    if (zone.equals("UTC") || zone.equals("Z")) {
      return iso + "+00:00";
    }
    if (zone.startsWith("+") || zone.startsWith("-")) {
      return iso + zone;
    }
    try {
      return iso + ZoneId.of(zone).getRules().getOffset(LocalDateTime.parse(iso)).getId();
    } catch (DateTimeException e) {
      return text;
    }
  }

  /** {@code -1 03:04:05.600}, days and a clock. */
  private static Object days(String text) {
    String plain = text.startsWith("-") ? text.substring(1) : text;
    String[] words = plain.split("[ :]");
    if (words.length != 4) {
      return text;
    }
    String sign = text.startsWith("-") ? "-" : "";
    String time = part(sign, words[1], "H") + part(sign, words[2], "M") + part(sign, words[3], "S");
    String all = part(sign, words[0], "D") + (time.isEmpty() ? "" : "T" + time);
    return all.isEmpty() ? "PT0S" : "P" + all;
  }

  /** {@code -1-2}, years and months. */
  private static Object months(String text) {
    String plain = text.startsWith("-") ? text.substring(1) : text;
    String[] words = plain.split("-");
    if (words.length != 2) {
      return text;
    }
    String sign = text.startsWith("-") ? "-" : "";
    String all = part(sign, words[0], "Y") + part(sign, words[1], "M");
    return all.isEmpty() ? "PT0S" : "P" + all;
  }

  private static String part(String sign, String digits, String unit) {
    try {
      java.math.BigDecimal number = new java.math.BigDecimal(digits);
      return number.signum() == 0 ? "" : sign + number.stripTrailingZeros().toPlainString() + unit;
    } catch (NumberFormatException e) {
      return "";
    }
  }
}
