package ai.altertable.mcp.lakehouse.export;

import ai.altertable.mcp.lakehouse.Column;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a whole result is written as. */
public enum ExportFormat {
  CSV("text/csv; charset=utf-8", CsvEncoder::new),
  NDJSON("application/x-ndjson", NdjsonEncoder::new),
  PARQUET("application/vnd.apache.parquet", ParquetEncoder::new);

  private final String contentType;
  private final Function<List<Column>, RowEncoder> encoder;

  ExportFormat(String contentType, Function<List<Column>, RowEncoder> encoder) {
    this.contentType = contentType;
    this.encoder = encoder;
  }

  public String contentType() {
    return contentType;
  }

  /** Name in arguments and links, and extension of files: {@code csv}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException when there is none of that name
   */
  public static ExportFormat of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  RowEncoder encoder(List<Column> columns) {
    return encoder.apply(columns);
  }
}
