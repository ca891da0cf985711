package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;

/** Reads which tables and columns a login may read. */
final class CatalogReader {
  private static final String TABLES =
      """
      SELECT n.nspname AS schema, c.relname AS name,
        CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END AS kind,
        CASE WHEN c.relkind <> 'v' AND c.reltuples >= 0 THEN c.reltuples::int8 END AS rows,
        coalesce(pg_catalog.obj_description(c.oid, 'pg_class'), '') AS comment,
        a.attname AS column, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
        NOT a.attnotnull AS nullable,
        coalesce(pg_catalog.col_description(c.oid, a.attnum), '') AS column_comment
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
        AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
        AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')
      ORDER BY n.nspname, c.relname, a.attnum
      LIMIT 100000""";

  private CatalogReader() {}

  static Future<List<TableInfo>> tables(SqlConnection connection, String tag) {
    return connection.query(QueryTag.comment(tag) + TABLES).execute().map(CatalogReader::tables);
  }

  private static List<TableInfo> tables(Iterable<Row> rows) {
    List<TableInfo> tables = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    Row table = null;
    for (Row row : rows) {
      if (table != null && !sameTable(table, row)) {
        tables.add(table(table, columns));
        columns.clear();
      }
      table = row;
      columns.add(
          new Column(
              row.getString("column"),
              row.getString("type"),
              row.getBoolean("nullable"),
              row.getString("column_comment")));
    }
    if (table != null) {
      tables.add(table(table, columns));
    }
    return tables;
  }

  private static boolean sameTable(Row a, Row b) {
    return a.getString("name").equals(b.getString("name"))
        && a.getString("schema").equals(b.getString("schema"));
  }

  private static TableInfo table(Row row, List<Column> columns) {
    return new TableInfo(
        row.getString("schema"),
        row.getString("name"),
        row.getString("kind"),
        row.getLong("rows"),
        row.getString("comment"),
        columns);
  }
}
