package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.value.Scalars;
import io.vertx.core.json.JsonArray;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the columns of a statement are fetched: as text that keeps every digit, cut where it is
 * longer than anything we would give, so that no value takes more memory here than a page does.
 */
final class Projection {
  private final List<Column> columns;
  private final int longest;

  private Projection(List<Column> columns, int longest) {
    this.columns = columns;
    this.longest = longest;
  }

  /**
   * @param longest characters of a value
   */
  static Projection of(ResultSetMetaData statement, int longest) throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= statement.getColumnCount(); i++) {
      String type = statement.getColumnTypeName(i).replace("\"", "");
      columns.add(new Column(statement.getColumnName(i), type, true, ""));
    }
    return new Projection(List.copyOf(columns), longest);
  }

  List<Column> columns() {
    return columns;
  }

  /** The text before the statement, which stands in a subquery. */
  String before() {
    String each =
        IntStream.range(0, columns.size()).mapToObj(this::fetch).collect(Collectors.joining(", "));
    return "SELECT " + each + " FROM (";
  }

  /** The text after it. */
  String after() {
    String names =
        IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    // a comment at the end of the author's text must not swallow what follows
    return "\n) AS q(" + names + ")";
  }

  private String fetch(int index) {
    String column = "c" + index;
    String text = "CAST(" + column + " AS VARCHAR)";
    if (nested(index)) {
      // fetched as it is, for the exact values inside, unless it is too long
      return "CASE WHEN strlen("
          + text
          + ") <= "
          + longest
          + " THEN "
          + column
          + " END, strlen("
          + text
          + ")";
    }
    return switch (columns.get(index).type()) {
      case "BLOB" ->
          "CASE WHEN octet_length("
              + column
              + ") <= "
              + longest
              + " THEN base64("
              + column
              + ") WHEN "
              + column
              + " IS NOT NULL THEN repeat('A', "
              + (longest + 1)
              + ") END";
      case "VARCHAR", "JSON", "BIT" -> "left(" + text + ", " + (longest + 1) + ")";
      default -> text;
    };
  }

  private boolean nested(int index) {
    String type = columns.get(index).type();
    return type.endsWith("]")
        || type.startsWith("STRUCT")
        || type.startsWith("MAP")
        || type.startsWith("UNION")
        || type.startsWith("VARIANT");
  }

  /** The row that the cursor stands on. */
  JsonArray read(ResultSet rows) throws SQLException {
    List<Object> values = new ArrayList<>(columns.size());
    int at = 1;
    for (int i = 0; i < columns.size(); i++) {
      if (nested(i)) {
        Object value = rows.getObject(at++);
        long length = rows.getLong(at++);
        values.add(length > longest ? "x".repeat(longest + 1) : Nested.json(value));
      } else {
        String text = rows.getString(at++);
        values.add(text == null ? null : scalar(columns.get(i).type(), text));
      }
    }
    return new JsonArray(values);
  }

  private static Object scalar(String type, String text) {
    return switch (type) {
      case "BOOLEAN" -> text.equals("true");
      case "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT" ->
          Scalars.integer(text);
      case "FLOAT", "DOUBLE" -> Scalars.floating(Nested.finite(text));
      case "JSON" -> Scalars.json(text);
      case "INTERVAL" -> IsoInterval.of(text);
      default -> type.startsWith("TIMESTAMP") ? Scalars.timestamp(text) : text;
    };
  }
}
