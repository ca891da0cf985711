package ai.altertable.mcp.lakehouse.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.rows.CellSink;
import ai.altertable.mcp.lakehouse.rows.RowBatch;
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
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * A Parquet file that is written as it is sent (Apache Parquet format): row groups of bounded size,
 * each column one page, then the footer. Only what the footer says of each row group stays in
 * memory.
 */
final class ParquetEncoder implements RowEncoder, CellSink {
  private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);
  private static final int GROUP_BYTES = 8 * 1024 * 1024;

  /** Many columns make larger groups: each costs a line of the footer. */
  private static final int GROUP_BYTES_OF_COLUMN = 16 * 1024;

  private static final int MOST_GROUPS = 4000;
  private static final int VERSION = 1;

  private final List<String> names;
  private final List<ParquetColumn> columns;
  private final ParquetSchema schema;
  private final int groupBytes;
  private final List<RowGroup> groups = new ArrayList<>();
  private long position;
  private long rows;
  private int column;

  ParquetEncoder(List<Column> columns) {
    this.names = UniqueNames.of(columns);
    this.columns =
        columns.stream().map(column -> new ParquetColumn(ParquetType.of(column.type()))).toList();
    this.schema = new ParquetSchema(names, this.columns);
    this.groupBytes = GROUP_BYTES + columns.size() * GROUP_BYTES_OF_COLUMN;
  }

  @Override
  public Buffer head() {
    position = MAGIC.length;
    return Buffer.buffer(MAGIC);
  }

  @Override
  public Buffer rows(RowBatch batch) {
    Buffer out = Buffer.buffer();
    batch.each(this);
    rows += batch.size();
    if (columns.stream().mapToLong(ParquetColumn::bytes).sum() >= groupBytes) {
      group(out);
    }
    return out;
  }

  @Override
  public void nothing() {
    columns.get(column++).addNull();
  }

  @Override
  public void number(byte[] source, int from, int to) {
    columns.get(column++).addNumber(source, from, to);
  }

  @Override
  public void text(byte[] source, int from, int to) {
    columns.get(column++).addText(source, from, to);
  }

  @Override
  public void value(Object value) {
    columns.get(column++).add(value);
  }

  @Override
  public void endRow() {
    column = 0;
  }

  @Override
  public Buffer end() {
    Buffer out = Buffer.buffer();
    if (!columns.isEmpty() && columns.get(0).rows() > 0) {
      group(out);
    }
    FileMetaData footer = new FileMetaData(VERSION, schema.elements(), rows, groups);
    footer.setCreated_by("altertable-mcp");
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try {
      Util.writeFileMetaData(footer, written);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.appendBytes(written.toByteArray()).appendIntLE(written.size()).appendBytes(MAGIC);
  }

  private void group(Buffer out) {
    if (groups.size() == MOST_GROUPS) {
      throw new QueryFault(
          Kind.TOO_LARGE,
          "The result is larger than what is exported as one Parquet file.",
          Detail.hint("Export it in parts, or as CSV or NDJSON."));
    }
    long count = columns.get(0).rows();
    List<ColumnChunk> chunks = new ArrayList<>();
    long uncompressed = 0;
    for (int i = 0; i < columns.size(); i++) {
      ColumnChunk chunk = chunk(out, i, (int) count);
      uncompressed += chunk.getMeta_data().getTotal_uncompressed_size();
      chunks.add(chunk);
    }
    groups.add(new RowGroup(chunks, uncompressed, count));
  }

  private ColumnChunk chunk(Buffer out, int index, int count) {
    ParquetColumn column = columns.get(index);
    ByteBuf page = column.page();
    byte[] packed = Deflated.gzip(page);
    PageHeader head = new PageHeader(PageType.DATA_PAGE, page.writerIndex(), packed.length);
    head.setData_page_header(new DataPageHeader(count, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try {
      Util.writePageHeader(head, written);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ColumnMetaData about =
        new ColumnMetaData(
            ParquetSchema.physical(column.type()),
            List.of(Encoding.PLAIN, Encoding.RLE),
            List.of(names.get(index)),
            CompressionCodec.GZIP,
            count,
            (long) written.size() + page.writerIndex(),
            (long) written.size() + packed.length,
            position);
    out.appendBytes(written.toByteArray()).appendBytes(packed);
    // what a chunk's file_offset once pointed to is no longer written
    ColumnChunk chunk = new ColumnChunk(0);
    chunk.setMeta_data(about);
    position += written.size() + packed.length;
    return chunk;
  }
}
