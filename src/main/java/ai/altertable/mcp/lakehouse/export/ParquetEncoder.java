package ai.altertable.mcp.lakehouse.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.rows.CellSink;
import ai.altertable.mcp.lakehouse.rows.RowBatch;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * A Parquet file that is written as it is sent (Apache Parquet format): row groups of bounded size,
 * each column its pages, then the footer. Only what the footer says of each row group stays in
 * memory.
 */
final class ParquetEncoder implements RowEncoder, CellSink {
  private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);

  /** Of packed pages, and of those that grow. */
  private static final int GROUP_BYTES = 4 * 1024 * 1024;

  /** Many columns make larger groups: each costs a line of the footer. */
  private static final int GROUP_BYTES_OF_COLUMN = 16 * 1024;

  /** What packs well is no reason for a group that readers cannot hold. */
  private static final int GROUP_ROWS = 1_000_000;

  private static final int MOST_GROUPS = 4000;
  private static final int VERSION = 1;

  private final ParquetChunk[] chunks;
  private final ParquetColumn[] columns;
  private final ParquetSchema schema;
  private final int groupBytes;
  private final List<RowGroup> groups = new ArrayList<>();
  private long position;
  private long rows;
  private int column;

  ParquetEncoder(List<Column> columns) {
    List<String> names = UniqueNames.of(columns);
    this.chunks = new ParquetChunk[columns.size()];
    this.columns = new ParquetColumn[columns.size()];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = new ParquetChunk(names.get(i), ParquetType.of(columns.get(i).type()));
      this.columns[i] = chunks[i].column();
    }
    this.schema = new ParquetSchema(names, List.of(this.columns));
    this.groupBytes = GROUP_BYTES + columns.size() * GROUP_BYTES_OF_COLUMN;
  }

  @Override
  public Buffer head() {
    position = MAGIC.length;
    return Buffer.buffer(MAGIC);
  }

  @Override
  public Buffer rows(RowBatch batch) {
    batch.each(this);
    rows += batch.size();
    for (ParquetChunk chunk : chunks) {
      chunk.packFull();
    }
    return held() >= groupBytes || groupRows() >= GROUP_ROWS ? group() : Buffer.buffer();
  }

  private long held() {
    long bytes = 0;
    for (ParquetChunk chunk : chunks) {
      bytes += chunk.bytes();
    }
    return bytes;
  }

  private long groupRows() {
    return chunks.length == 0 ? 0 : chunks[0].rows();
  }

  @Override
  public void nothing() {
    columns[column++].addNull();
  }

  @Override
  public void number(byte[] source, int from, int to) {
    columns[column++].addNumber(source, from, to);
  }

  @Override
  public void text(byte[] source, int from, int to) {
    columns[column++].addText(source, from, to);
  }

  @Override
  public void value(Object value) {
    columns[column++].add(value);
  }

  @Override
  public void endRow() {
    column = 0;
  }

  @Override
  public Buffer end() {
    Buffer out = groupRows() > 0 ? group() : Buffer.buffer();
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

  private Buffer group() {
    if (groups.size() == MOST_GROUPS) {
      throw new QueryFault(
          Kind.TOO_LARGE,
          "The result is larger than what is exported as one Parquet file.",
          Detail.hint("Export it in parts, or as CSV or NDJSON."));
    }
    long count = groupRows();
    Buffer out = Buffer.buffer(Math.toIntExact(held()) + chunks.length * 64);
    List<ColumnChunk> written = new ArrayList<>();
    long uncompressed = 0;
    for (ParquetChunk chunk : chunks) {
      ColumnChunk about = chunk.write(out, position + out.length());
      uncompressed += about.getMeta_data().getTotal_uncompressed_size();
      written.add(about);
    }
    position += out.length();
    groups.add(new RowGroup(written, uncompressed, count));
    return out;
  }
}
