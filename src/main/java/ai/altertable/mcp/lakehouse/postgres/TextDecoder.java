package ai.altertable.mcp.lakehouse.postgres;

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
}
