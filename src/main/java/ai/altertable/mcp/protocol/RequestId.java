package ai.altertable.mcp.protocol;

import io.vertx.core.json.Json;
import java.math.BigInteger;

/**
 * A JSON-RPC id: a string or an integer, never null (MCP, base protocol), echoed exactly as it
 * came.
 *
 * @param value a String, Integer, Long or BigInteger
 */
public record RequestId(Object value) {
  private static final int MAX_LENGTH = 256;

  public RequestId {
    if (!valid(value)) {
      throw new IllegalArgumentException("not a request id");
    }
  }

  /** Whether a decoded JSON value can be an id. */
  public static boolean valid(Object value) {
    if (value instanceof String text) {
      return text.length() <= MAX_LENGTH;
    }
    return value instanceof Integer
        || value instanceof Long
        || (value instanceof BigInteger number && number.bitLength() <= MAX_LENGTH);
  }

  /** The id as JSON text. */
  public String encoded() {
    return value instanceof String ? Json.encode(value) : value.toString();
  }

  /** Different for different ids, the string {@code "1"} and the number {@code 1} included. */
  public String key() {
    return (value instanceof String ? "s" : "n") + value;
  }
}
