package ai.altertable.mcp.lakehouse.value;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Values of the built-in types in JSON, without losing a digit. A text that does not look as
 * expected, because the statement changed how the server prints (DateStyle, bytea_output), is given
 * as it is.
 */
public final class Scalars {
  /** The largest integer that every JSON reader keeps exactly: 2^53 - 1 (RFC 8259 section 6). */
  private static final long MAX_SAFE = (1L << 53) - 1;

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(Object.class);

  private Scalars() {}

  public static Object bool(String text) {
    return text.equals("t");
  }

  /** A number while every JSON reader can hold it, else its digits. */
  public static Object integer(String text) {
    try {
      long value = Long.parseLong(text);
      return Math.abs(value) <= MAX_SAFE && value != Long.MIN_VALUE ? number(value) : text;
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static Number number(long value) {
    if (value == (int) value) {
      return (int) value;
    }
    return value;
  }

  /** The shortest decimal that reads back as the same value; NaN and infinities as text. */
  public static Object floating(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? value : text;
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /** {@code 2026-11-23 09:00:00+00} in ISO 8601: {@code 2026-11-23T09:00:00+00:00}. */
  public static Object timestamp(String text) {
    int space = text.indexOf(' ');
    boolean iso =
        space >= 10
            && text.charAt(space - 3) == '-'
            && text.charAt(space - 6) == '-'
            // an era follows: " BC"
            && text.indexOf(' ', space + 1) < 0;
    if (!iso) {
      return text;
    }
    String time = text.substring(space + 1);
    return text.substring(0, space) + "T" + withWholeOffset(time);
  }

  public static Object timeWithZone(String text) {
    return withWholeOffset(text);
  }

  // the server leaves out minutes that are zero, ISO 8601 does not
  private static String withWholeOffset(String time) {
    int sign = Math.max(time.lastIndexOf('+'), time.lastIndexOf('-'));
    return sign >= 0 && sign == time.length() - 3 ? time + ":00" : time;
  }

  /** Hexadecimal {@code \x00ff} in base64. */
  public static Object bytes(String text) {
    if (!text.startsWith("\\x")) {
      return text;
    }
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(text, 2, text.length()));
  }

  /** JSON as JSON; as text when it is larger or deeper than a reader should be asked to take. */
  public static Object json(String text) {
    try {
      return wrap(JSON.readValue(text));
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  @SuppressWarnings("unchecked")
  private static Object wrap(Object value) {
    if (value instanceof Map<?, ?> map) {
      return new JsonObject((Map<String, Object>) map);
    }
    return value instanceof List<?> list ? new JsonArray(list) : value;
  }
}
