package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.lakehouse.TableInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Profiles the columns of one table from a sample: null rate, distinct values, smallest, largest
 * and most frequent. One statement, one row for each column.
 */
final class TableProfile {
  static final int SAMPLE_ROWS = 10_000;
  static final int MAX_COLUMNS = 60;
  private static final int MAX_VALUE = 80;
  private static final Set<String> UNORDERED =
      Set.of("json", "jsonb", "boolean", "bytea", "xml", "point", "uuid");

  private final Dialect dialect;
  private final TableInfo table;
  private final List<Column> columns;

  TableProfile(Dialect dialect, TableInfo table) {
    this.dialect = dialect;
    this.table = table;
    this.columns = table.columns().subList(0, Math.min(MAX_COLUMNS, table.columns().size()));
  }

  /** The statement: {@code column, sampled, nulls, distinct, least, greatest, frequent}. */
  String sql() {
    String from =
        dialect.identifier(table.schema()) + "." + dialect.identifier(table.name()) + sampling();
    String profiles =
        columns.stream().map(this::profile).collect(Collectors.joining("\nUNION ALL\n"));
    return "WITH sample AS MATERIALIZED (SELECT * FROM "
        + from
        + " LIMIT "
        + SAMPLE_ROWS
        + ")\n"
        + profiles;
  }

  /** Whether fewer rows than there are were looked at. */
  static boolean sampled(long rowsLookedAt) {
    return rowsLookedAt >= SAMPLE_ROWS;
  }

  /** The profiles by column name. */
  static JsonObject read(QueryResult result) {
    JsonObject profiles = new JsonObject();
    for (int i = 0; i < result.rows().size(); i++) {
      JsonArray row = result.rows().getJsonArray(i);
      long rows = row.getLong(1);
      JsonObject profile =
          new JsonObject()
              .put("sampled_rows", rows)
              .put("null_rate", rows == 0 ? null : rounded(row.getLong(2) / (double) rows))
              .put("distinct", row.getLong(3))
              .put("min", row.getValue(4))
              .put("max", row.getValue(5))
              .put("frequent", row.getValue(6));
      profiles.put(row.getString(0), profile);
    }
    return profiles;
  }

  private static double rounded(double rate) {
    return Math.round(rate * 10_000) / 10_000.0;
  }

  /** Tables much larger than the sample are sampled by block; views cannot be. */
  private String sampling() {
    Long rows = table.estimatedRows();
    if (!table.kind().equals("table") || rows == null || rows < 4L * SAMPLE_ROWS) {
      return "";
    }
    double percent = Math.min(100, 200.0 * SAMPLE_ROWS / rows);
    return String.format(Locale.ROOT, " TABLESAMPLE SYSTEM (%.6f) REPEATABLE (1)", percent);
  }

  private String profile(Column column) {
    String value = dialect.identifier(column.name());
    String text = "left(" + dialect.asText(value) + ", " + MAX_VALUE + ")";
    boolean ordered = !UNORDERED.contains(column.type()) && !column.type().endsWith("[]");
    String least = ordered ? "left(min(" + value + ")::text, " + MAX_VALUE + ")" : "NULL::text";
    String greatest = ordered ? "left(max(" + value + ")::text, " + MAX_VALUE + ")" : "NULL::text";
    return """
        SELECT %s AS column_name, count(*) AS sampled, count(*) - count(%s) AS nulls,
          count(DISTINCT %s) AS distinct_values, %s AS least, %s AS greatest,
          (SELECT jsonb_agg(jsonb_build_object('value', v, 'count', n))
           FROM (SELECT %s AS v, count(*) AS n FROM sample WHERE %s IS NOT NULL
                 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5) AS top) AS frequent
        FROM sample"""
        .formatted(
            dialect.text(column.name()),
            value,
            dialect.asText(value),
            least,
            greatest,
            text,
            value);
  }
}
