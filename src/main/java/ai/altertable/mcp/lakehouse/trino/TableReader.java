package ai.altertable.mcp.lakehouse.trino;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** Reads which tables and columns a catalog of Trino has. */
final class TableReader {
  private static final String TABLES =
      """
      SELECT c.table_schema, c.table_name, t.table_type, c.column_name, c.data_type, c.is_nullable
      FROM {catalog}.information_schema.columns c
      JOIN {catalog}.information_schema.tables t
        ON t.table_schema = c.table_schema AND t.table_name = c.table_name
      WHERE c.table_schema <> 'information_schema'
      ORDER BY c.table_schema, c.table_name, c.ordinal_position
      LIMIT 50000""";

  private TableReader() {}

  static String sql(String catalog) {
    return TABLES.replace("{catalog}", '"' + catalog.replace("\"", "\"\"") + '"');
  }

  /** The rows of {@link #sql}. */
  static List<TableInfo> read(List<JsonArray> rows) {
    List<TableInfo> tables = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    JsonArray table = null;
    for (JsonArray row : rows) {
      if (table != null && !same(table, row)) {
        tables.add(table(table, columns));
        columns.clear();
      }
      table = row;
      columns.add(
          new Column(row.getString(3), row.getString(4), !"NO".equals(row.getString(5)), ""));
    }
    if (table != null) {
      tables.add(table(table, columns));
    }
    return tables;
  }

  private static boolean same(JsonArray a, JsonArray b) {
    return a.getString(0).equals(b.getString(0)) && a.getString(1).equals(b.getString(1));
  }

  private static TableInfo table(JsonArray row, List<Column> columns) {
    String kind = "VIEW".equals(row.getString(2)) ? "view" : "table";
    return new TableInfo(row.getString(0), row.getString(1), kind, null, "", columns);
  }
}
