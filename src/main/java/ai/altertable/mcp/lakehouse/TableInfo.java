package ai.altertable.mcp.lakehouse;

import java.util.List;

/**
 * A table or view that queries can read.
 *
 * @param kind {@code table}, {@code view} or {@code materialized view}
 * @param estimatedRows by the engine's statistics, or null when unknown
 * @param comment the database's comment, or empty
 */
public record TableInfo(
    String schema,
    String name,
    String kind,
    Long estimatedRows,
    String comment,
    List<Column> columns) {
  public TableInfo {
    columns = List.copyOf(columns);
  }
}
