package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.rows.CellSink;
import ai.altertable.mcp.lakehouse.rows.RowBatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as they came off the wire, bodies of DataRow messages one behind the other: the event loop
 * only copies them, whoever reads them pays for it.
 */
final class WireRows implements RowBatch {
  private static final int FIRST_BYTES = 16 * 1024;

  private final RowDecoder decoder;
  private byte[] bodies = new byte[FIRST_BYTES];
  private int length;
  private int size;

  /**
   * @param decoder knows all types when rows are read
   */
  WireRows(RowDecoder decoder) {
    this.decoder = decoder;
  }

  /** Adds the body of a DataRow message. */
  void add(ByteBuf body) {
    int bytes = body.readableBytes();
    if (bodies.length - length < bytes) {
      bodies = Arrays.copyOf(bodies, Math.max(length + bytes, 2 * bodies.length));
    }
    body.readBytes(bodies, length, bytes);
    length += bytes;
    size++;
  }

  /** Bytes of the bodies. */
  int bytes() {
    return length;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<JsonArray> rows() {
    ByteBuf bytes = Unpooled.wrappedBuffer(bodies, 0, length);
    List<JsonArray> rows = new ArrayList<>(size);
    for (int row = 0; row < size; row++) {
      rows.add(decoder.read(bytes).values());
    }
    return rows;
  }

  @Override
  public void each(CellSink sink) {
    TextDecoder[] decoders = decoder.decoders();
    int at = 0;
    for (int row = 0; row < size; row++) {
      int cells = (bodies[at] & 0xff) << 8 | bodies[at + 1] & 0xff;
      at += Short.BYTES;
      for (int i = 0; i < cells; i++) {
        int bytes = integer(at);
        at += Integer.BYTES;
        if (bytes < 0) {
          sink.nothing();
        } else {
          decoders[i].give(bodies, at, at + bytes, sink);
          at += bytes;
        }
      }
      sink.endRow();
    }
  }

  private int integer(int at) {
    return bodies[at] << 24
        | (bodies[at + 1] & 0xff) << 16
        | (bodies[at + 2] & 0xff) << 8
        | bodies[at + 3] & 0xff;
  }
}
