package ai.altertable.mcp.lakehouse.export;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/**
 * One column of the row group that is being made. Its pages are packed as they become full, so that
 * the work comes evenly while the engine makes the next rows, and what waits for the group's end is
 * small.
 */
final class ParquetChunk {
  private static final int PAGE_BYTES = 256 * 1024;

  private final String name;
  private final ParquetColumn column;
  private final List<byte[]> packed = new ArrayList<>();
  private long packedBytes;
  private long uncompressed;
  private long rows;

  /**
   * @param name unique among the columns
   */
  ParquetChunk(String name, ParquetType type) {
    this.name = name;
    this.column = new ParquetColumn(type);
  }

  /** Takes the values. */
  ParquetColumn column() {
    return column;
  }

  /** Rows of the group so far. */
  long rows() {
    return rows + column.rows();
  }

  /** Bytes held. */
  long bytes() {
    return packedBytes + column.bytes();
  }

  /** Packs the page that grows when it is large enough. */
  void packFull() {
    if (column.bytes() >= PAGE_BYTES) {
      pack();
    }
  }

  private void pack() {
    int values = column.rows();
    ByteBuf page = column.page();
    int bytes = page.readableBytes();
    byte[] content = Deflated.gzip(page);
    PageHeader head = new PageHeader(PageType.DATA_PAGE, bytes, content.length);
    head.setData_page_header(
        new DataPageHeader(values, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try {
      Util.writePageHeader(head, written);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    add(written.toByteArray());
    add(content);
    uncompressed += written.size() + bytes;
    rows += values;
  }

  private void add(byte[] bytes) {
    packed.add(bytes);
    packedBytes += bytes.length;
  }

  /**
   * Writes the pages, and begins with the next group.
   *
   * @param position in the file, where they are written to
   * @return what the footer says of them
   */
  ColumnChunk write(Buffer out, long position) {
    if (column.rows() > 0) {
      pack();
    }
    packed.forEach(out::appendBytes);
    ColumnMetaData about =
        new ColumnMetaData(
            ParquetSchema.physical(column.type()),
            List.of(Encoding.PLAIN, Encoding.RLE),
            List.of(name),
            CompressionCodec.GZIP,
            rows,
            uncompressed,
            packedBytes,
            position);
    // what a chunk's file_offset once pointed to is no longer written
    ColumnChunk chunk = new ColumnChunk(0);
    chunk.setMeta_data(about);
    packed.clear();
    packedBytes = 0;
    uncompressed = 0;
    rows = 0;
    return chunk;
  }
}
