package ai.altertable.mcp.lakehouse.postgres;

import io.netty.buffer.ByteBuf;

/** Takes the rows of a result off the wire, on the connection's event loop. */
interface RowSink {
  /**
   * The result's columns come next.
   *
   * @param body of a RowDescription message; only valid during the call
   */
  void columns(ByteBuf body);

  /**
   * One row.
   *
   * @param body of a DataRow message, values in text format; only valid during the call
   */
  void row(ByteBuf body);

  /** False when further rows would be dropped. */
  boolean accepting();

  /** The connection is being closed because the server sends more than anybody wants. */
  void cutOff(long bytes);
}
