package ai.altertable.mcp.assets;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Reads column types that every asset has. */
final class Columns {
  private Columns() {}

  static List<String> list(Row row, String column) {
    return List.of(row.getArrayOfStrings(column));
  }

  static Instant instant(Row row, String column) {
    OffsetDateTime value = row.getOffsetDateTime(column);
    return value.toInstant();
  }
}
