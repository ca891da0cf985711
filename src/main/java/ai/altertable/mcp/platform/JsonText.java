package ai.altertable.mcp.platform;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;

/**
 * JSON as text, where much of it is written. {@link JsonObject#toBuffer} asks Jackson's databind
 * for a serializer value by value, since there might be beans; this writes what JSON itself has in
 * half the time, and leaves the rest to the other.
 */
public final class JsonText {
  private static final JacksonCodec PLAIN = new JacksonCodec();

  private JsonText() {}

  /**
   * UTF-8, without line breaks.
   *
   * @param json an object or an array
   */
  public static Buffer buffer(Object json) {
    try {
      return PLAIN.toBuffer(json, false);
    } catch (EncodeException notPlain) {
      return Json.encodeToBuffer(json);
    }
  }

  /**
   * The same as a string.
   *
   * @param json an object or an array
   */
  public static String string(Object json) {
    try {
      return PLAIN.toString(json, false);
    } catch (EncodeException notPlain) {
      return Json.encode(json);
    }
  }
}
