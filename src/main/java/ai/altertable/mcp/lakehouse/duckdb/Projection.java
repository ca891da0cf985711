package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.lakehouse.Column;
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
  private final List<DuckDbType> types;
  private final int longest;

  private Projection(List<Column> columns, List<DuckDbType> types, int longest) {
    this.columns = List.copyOf(columns);
    this.types = List.copyOf(types);
    this.longest = longest;
  }

  /**
   * @param longest characters of a value
   */
  static Projection of(ResultSetMetaData statement, int longest) throws SQLException {
    List<Column> columns = new ArrayList<>();
    List<DuckDbType> types = new ArrayList<>();
    for (int i = 1; i <= statement.getColumnCount(); i++) {
      String type = statement.getColumnTypeName(i);
      columns.add(new Column(statement.getColumnName(i), type.replace("\"", ""), true, ""));
      types.add(TypeReader.read(type));
    }
    return new Projection(columns, types, longest);
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
    DuckDbType type = types.get(index);
    if (type.nested()) {
      // with the exact texts of the values inside, unless it is too long
      return "CASE WHEN strlen("
          + text
          + ") <= "
          + longest
          + " THEN CAST("
          + column
          + " AS "
          + type.textual()
          + ") END, strlen("
          + text
          + ")";
    }
    return switch (type.name()) {
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
      case "VARCHAR", "JSON", "BIT" -> left(text);
      default ->
          type.textual().equals("JSON")
              ? left("CAST(CAST(" + column + " AS JSON) AS VARCHAR)")
              : text;
    };
  }

  private String left(String text) {
    return "left(" + text + ", " + (longest + 1) + ")";
  }

  /** The row that the cursor stands on. */
  JsonArray read(ResultSet rows) throws SQLException {
    List<Object> values = new ArrayList<>(columns.size());
    int at = 1;
    for (int i = 0; i < columns.size(); i++) {
      DuckDbType type = types.get(i);
      if (type.nested()) {
        Object value = rows.getObject(at++);
        long length = rows.getLong(at++);
        values.add(length > longest ? "x".repeat(longest + 1) : type.read(value));
      } else {
        String text = rows.getString(at++);
        values.add(text == null ? null : type.scalar(text));
      }
    }
    return new JsonArray(values);
  }
}
