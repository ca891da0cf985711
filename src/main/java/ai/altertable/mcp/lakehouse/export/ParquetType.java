package ai.altertable.mcp.lakehouse.export;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column is in Parquet: a type that holds every value of the engine's exactly, else the text
 * that a query's answer has.
 */
enum ParquetType {
  BOOLEAN,
  /** 64 bits. */
  INTEGER,
  FLOATING,
  DATE,
  /** Microseconds, in UTC. */
  TIMESTAMP,
  /** Microseconds, of no zone. */
  LOCAL_TIMESTAMP,
  TEXT;

  private static final Pattern TIMESTAMPS =
      Pattern.compile("timestamp(?:\\((\\d+)\\))?( with time zone| without time zone)?");
  private static final int MICROS = 6;

  /** The type for an engine's, by its name. */
  static ParquetType of(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "boolean" -> BOOLEAN;
      case "tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger" ->
          INTEGER;
      case "real", "float", "double", "double precision" -> FLOATING;
      case "date" -> DATE;
      case "timestamp_s", "timestamp_ms" -> LOCAL_TIMESTAMP;
      default -> timestamp(name);
    };
  }

  private static ParquetType timestamp(String name) {
    Matcher timestamp = TIMESTAMPS.matcher(name);
    if (!timestamp.matches()) {
      return TEXT;
    }
    String digits = timestamp.group(1);
    if (digits != null && Integer.parseInt(digits) > MICROS) {
      return TEXT;
    }
    return " with time zone".equals(timestamp.group(2)) ? TIMESTAMP : LOCAL_TIMESTAMP;
  }
}
