package ai.altertable.mcp.analytics;

import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.DuckDbDialect;
import ai.altertable.mcp.analytics.sql.PostgresDialect;
import ai.altertable.mcp.testing.TestDatabase;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An engine that compiled queries run on; its tables are views of literals. */
interface TestEngine extends AutoCloseable {
  int DIGITS = 6;

  Dialect dialect();

  /** The engine's name of a type that holds JSON. */
  String json();

  /** Whether each statement takes a good part of a second. */
  default boolean slow() {
    return false;
  }

  void execute(String sql);

  /** The rows, each a list of values, {@code Instant} for a time with zone. */
  List<List<Object>> rows(String sql);

  @Override
  void close();

  /** The rows as lines of cells between bars, sorted. */
  default List<String> lines(String sql) {
    return rows(sql).stream()
        .map(row -> line(row.toArray()))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  /** A view of literals: of one list of them, which is one node of a plan. */
  default void view(String name, List<TestColumn> columns, List<List<Object>> rows) {
    List<String> values =
        rows.stream()
            .map(row -> "(" + cells(columns, row) + ", TRUE)")
            .collect(Collectors.toCollection(ArrayList::new));
    // an empty list is none; this one gives the types
    values.add("(" + cells(columns, columns.stream().map(c -> null).toList()) + ", FALSE)");
    String names =
        columns.stream()
            .map(column -> dialect().identifier(column.name()))
            .collect(Collectors.joining(", "));
    execute(
        "CREATE OR REPLACE VIEW %s AS SELECT %s FROM (VALUES %s) AS literals (%s, is_row) WHERE is_row"
            .formatted(name, names, String.join(", ", values), names));
  }

  /** A typed column. */
  record TestColumn(String name, String type) {}

  private String cells(List<TestColumn> columns, List<?> row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Object value = row.get(i);
      String literal = value == null ? "NULL" : dialect().text(value.toString());
      // a time as ISO 8601, which Trino casts only without the T
      if (value instanceof java.time.Instant instant) {
        literal = dialect().moment(instant);
      }
      cells.add("CAST(%s AS %s)".formatted(literal, columns.get(i).type()));
    }
    return String.join(", ", cells);
  }

  /** One spelling for equal values. */
  static String cell(Object value) {
    if (value instanceof Number number) {
      BigDecimal rounded =
          new BigDecimal(number.toString())
              .setScale(DIGITS, RoundingMode.HALF_UP)
              .stripTrailingZeros();
      return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
    return "" + value;
  }

  static String line(Object... cells) {
    return Stream.of(cells).map(TestEngine::cell).collect(Collectors.joining("|"));
  }

  /** Postgres and DuckDB, and a Trino where the build has one: {@code -Dtrino.url=http://…}. */
  static List<TestEngine> all() {
    List<TestEngine> engines = new ArrayList<>(List.of(postgres(), duckDb()));
    String trino = System.getProperty("trino.url", "");
    if (trino.startsWith("http")) {
      engines.add(new TrinoTestEngine(trino));
    }
    return engines;
  }

  static Jdbc postgres() {
    var options = TestDatabase.create().access().platform();
    return new Jdbc(
        "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
            .formatted(
                options.getPort(), options.getDatabase(), options.getUser(), options.getPassword()),
        new PostgresDialect(),
        "jsonb");
  }

  static Jdbc duckDb() {
    Jdbc engine = new Jdbc("jdbc:duckdb:", new DuckDbDialect(), "json");
    engine.execute("SET TimeZone = 'UTC'");
    engine.execute("SET threads = 1");
    return engine;
  }

  /** An engine behind a driver. */
  final class Jdbc implements TestEngine {
    private final Connection connection;
    private final Dialect dialect;
    private final String json;

    Jdbc(String url, Dialect dialect, String json) {
      this.dialect = dialect;
      this.json = json;
      try {
        connection = DriverManager.getConnection(url);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Dialect dialect() {
      return dialect;
    }

    @Override
    public String json() {
      return json;
    }

    Statement statement() throws SQLException {
      return connection.createStatement();
    }

    @Override
    public void execute(String sql) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }

    @Override
    public List<List<Object>> rows(String sql) {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        int columns = result.getMetaData().getColumnCount();
        List<List<Object>> rows = new ArrayList<>();
        while (result.next()) {
          List<Object> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(value(result, i));
          }
          rows.add(row);
        }
        return rows;
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }

    private static Object value(ResultSet result, int column) throws SQLException {
      String type = result.getMetaData().getColumnTypeName(column).toLowerCase(Locale.ROOT);
      if (!type.contains("time")) {
        return result.getObject(column);
      }
      OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
