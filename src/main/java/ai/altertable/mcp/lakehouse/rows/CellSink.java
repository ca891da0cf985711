package ai.altertable.mcp.lakehouse.rows;

/**
 * Takes the cells of rows, from left to right, row after row. Bytes are lent for the call, so that
 * a value of which there are millions need not become an object.
 */
public interface CellSink {
  /** NULL. */
  void nothing();

  /**
   * A number as JSON writes it, in ASCII.
   *
   * @param from index of its first byte
   * @param to index behind its last byte
   */
  void number(byte[] source, int from, int to);

  /**
   * A text in UTF-8.
   *
   * @param from index of its first byte
   * @param to index behind its last byte
   */
  void text(byte[] source, int from, int to);

  /**
   * Any value.
   *
   * @param value what {@link io.vertx.core.json.JsonArray} can hold, but not null
   */
  void value(Object value);

  /** The row is whole. */
  void endRow();
}
