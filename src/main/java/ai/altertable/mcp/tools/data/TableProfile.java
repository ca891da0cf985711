package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.Dialects;
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

  private static final String DUCKDB = "duckdb";

  /** Engines whose SQL it speaks. */
  private static final Set<String> ENGINES = Set.of("postgres", DUCKDB);

  private final String engine;
  private final Dialect dialect;
  private final TableInfo table;
  private final List<Column> columns;

  /**
   * @param engine one that is {@link #offeredOn offered}
   */
  TableProfile(String engine, TableInfo table) {
    this.engine = engine;
    this.dialect = Dialects.of(engine);
    this.table = table;
    this.columns = table.columns().subList(0, Math.min(MAX_COLUMNS, table.columns().size()));
  }

  static boolean offeredOn(String engine) {
    return ENGINES.contains(engine);
  }

  /** The statement: {@code column, sampled, nulls, distinct, least, greatest, frequent}. */
  String sql() {
    String from =
        dialect.identifier(table.schema()) + "." + dialect.identifier(table.name()) + sampling();
    String profiles =
        columns.stream().map(this::profile).collect(Collectors.joining("\nUNION ALL\n"));
    return "WITH looked_at AS MATERIALIZED (SELECT * FROM " + from + ")\n" + profiles;
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

  /** DuckDB draws rows. Elsewhere large tables are sampled by block; views cannot be. */
  private String sampling() {
    return engine.equals(DUCKDB)
        ? " USING SAMPLE reservoir(" + SAMPLE_ROWS + " ROWS) REPEATABLE (1)"
        : blocks() + " LIMIT " + SAMPLE_ROWS;
  }

  private String blocks() {
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
    boolean ordered =
        !UNORDERED.contains(column.type().toLowerCase(Locale.ROOT))
            && !column.type().endsWith("[]");
    String least = ordered ? "left(min(" + value + ")::text, " + MAX_VALUE + ")" : "NULL::text";
    String greatest = ordered ? "left(max(" + value + ")::text, " + MAX_VALUE + ")" : "NULL::text";
    return """
        SELECT %s AS column_name, count(*) AS sampled, count(*) - count(%s) AS nulls,
          count(DISTINCT %s) AS distinct_values, %s AS least, %s AS greatest,
          (SELECT %s
           FROM (SELECT %s AS v, count(*) AS n FROM looked_at WHERE %s IS NOT NULL
                 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5) AS top) AS frequent
        FROM looked_at"""
        .formatted(
            dialect.text(column.name()),
            value,
            dialect.asText(value),
            least,
            greatest,
            frequent(),
            text,
            value);
  }

  private String frequent() {
    return engine.equals(DUCKDB)
        ? "list({'value': v, 'count': n} ORDER BY n DESC, v)"
        : "jsonb_agg(jsonb_build_object('value', v, 'count', n) ORDER BY n DESC, v)";
  }
}
