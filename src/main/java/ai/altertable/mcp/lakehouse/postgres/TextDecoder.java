package ai.altertable.mcp.lakehouse.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.lakehouse.rows.CellSink;

/** Turns a value in the server's text format into JSON: a string, number, boolean, map or list. */
@FunctionalInterface
interface TextDecoder {
  /**
   * Reads a value.
   *
   * @param text never null; SQL's NULL is JSON's and reaches no decoder
   * @return what {@link io.vertx.core.json.JsonArray} can hold; the text itself when it has no
   *     better form
   */
  Object decode(String text);

  /**
   * Gives a value to a sink, the same as {@link #decode} makes of it.
   *
   * @param from index of its first byte
   * @param to index behind its last byte
   */
  default void give(byte[] source, int from, int to, CellSink sink) {
    Object value = decode(new String(source, from, to - from, UTF_8));
    // JSON has a null of its own
    if (value == null) {
      sink.nothing();
    } else {
      sink.value(value);
    }
  }
}
