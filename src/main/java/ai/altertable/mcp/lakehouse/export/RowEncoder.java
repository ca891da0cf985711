package ai.altertable.mcp.lakehouse.export;

import ai.altertable.mcp.lakehouse.rows.RowBatch;
import io.vertx.core.buffer.Buffer;

/**
 * Turns rows into a file's bytes, a batch at a time, in memory that does not grow with the number
 * of rows. Used by one thread at a time; costs time, so not by an event loop.
 */
interface RowEncoder {
  /** What stands before the first row; may be empty. */
  Buffer head();

  /**
   * The next rows.
   *
   * @return bytes that can be sent now; may be empty
   */
  Buffer rows(RowBatch rows);

  /** What stands after the last row; may be empty. */
  Buffer end();
}
