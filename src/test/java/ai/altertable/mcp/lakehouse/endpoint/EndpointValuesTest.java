package ai.altertable.mcp.lakehouse.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.WholeProduct;
import io.vertx.core.json.JsonArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same values, asked for and exported over HTTP, are the same whichever engine has them. */
class EndpointValuesTest {
  private static EngineProduct product;

  @BeforeAll
  static void start() {
    product = new EngineProduct().connected();
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  static List<EngineUnderTest> engines() {
    return EngineProduct.engines();
  }

  static Stream<Arguments> values() {
    return engines().stream()
        .flatMap(
            engine ->
                ValueCase.ALL.stream()
                    .filter(value -> value.on(engine).isPresent())
                    .map(value -> Arguments.of(engine, value)));
  }

  private static List<ValueCase> valuesOf(EngineUnderTest engine) {
    return ValueCase.ALL.stream().filter(value -> value.on(engine).isPresent()).toList();
  }

  private static String allValues(EngineUnderTest engine) {
    return valuesOf(engine).stream()
        .map(value -> value.on(engine).orElseThrow() + " AS " + column(value))
        .collect(Collectors.joining(", ", "SELECT ", ""));
  }

  private static String column(ValueCase value) {
    return "v_" + value.name();
  }

  @ParameterizedTest
  @MethodSource("values")
  void anAnswerHasEveryDigit(EngineUnderTest engine, ValueCase value) {
    String wire =
        product.wire(engine, "SELECT " + value.on(engine).orElseThrow() + " AS " + column(value));

    // JSON may write it either way
    assertThat(wire.replace("\\uD83D\\uDE00", "😀"))
        .contains("\"rows\":[[" + value.json() + "]]", "\"name\":\"" + column(value) + "\"");
    String text = EngineProduct.text(WholeProduct.result(wire));
    List<String> lines = text.lines().toList();
    assertThat(lines.get(0)).contains("catalog " + engine.catalog(), "1 row, complete");
    assertThat(lines.get(2)).isEqualTo(column(value));
    assertThat(lines.get(3)).isEqualTo(cell(text(value)));
  }

  /** A value outside of JSON; null for NULL. */
  private static String text(ValueCase value) {
    if (value.json().startsWith("\"")) {
      return new JsonArray("[" + value.json() + "]").getString(0);
    }
    return value.json().equals("null") ? null : value.json();
  }

  /** What the text of an answer has of it. */
  private static String cell(String text) {
    if (text == null) {
      return "";
    }
    return text.isEmpty() ? "\"\"" : text.replace("\\", "\\\\").replace("|", "\\|");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aFileOfLinesHasThemToo(EngineUnderTest engine) {
    List<ValueCase> values = valuesOf(engine);

    String line = product.export(engine, allValues(engine), "ndjson").toString();

    String expected =
        values.stream()
            .map(value -> "\"" + column(value) + "\":" + value.json())
            .collect(Collectors.joining(",", "{", "}\n"));
    assertThat(numbers(line)).isEqualTo(numbers(expected));
  }

  /** A number is the same however it is written: files have the digits that the engine gave. */
  private static String numbers(String json) {
    return json.replace("4.9E-324", "5e-324").replace(":-0.0", ":-0");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aTableForSpreadsheetsHasThemToo(EngineUnderTest engine) {
    List<ValueCase> values = valuesOf(engine);

    String file = product.export(engine, allValues(engine), "csv").toString();

    String expected =
        values.stream()
            .map(value -> quoted(text(value)))
            .collect(Collectors.joining(",", "", "\r\n"));
    String names =
        values.stream()
            .map(EndpointValuesTest::column)
            .collect(Collectors.joining(",", "", "\r\n"));
    assertThat(numbersOfCells(file)).isEqualTo(numbersOfCells(names + expected));
  }

  private static String numbersOfCells(String csv) {
    return csv.replace("4.9E-324", "5e-324").replace(",-0.0,", ",-0,");
  }

  private static String quoted(String text) {
    if (text == null) {
      return "";
    }
    boolean nested = text.startsWith("[") || text.startsWith("{");
    boolean plain = !text.isEmpty() && !nested && text.chars().noneMatch(c -> c == ',' || c == '"');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aFileOfColumnsHasThemToo(EngineUnderTest engine, @TempDir Path directory) throws Exception {
    Path file = directory.resolve("values.parquet");
    Files.write(file, product.export(engine, allValues(engine), "parquet").getBytes());

    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      duckDb.createStatement().execute("SET TimeZone = 'UTC'");
      for (ValueCase value : valuesOf(engine)) {
        assertThat(found(duckDb, file, value)).as(value.name()).isEqualTo("same");
      }
    }
  }

  /** Says {@code same}, or what was found instead: the expectation is read as the column's type. */
  private static String found(Connection duckDb, Path file, ValueCase value) throws SQLException {
    String column = "\"" + column(value) + "\"";
    String type = "";
    try (ResultSet types =
        duckDb
            .createStatement()
            .executeQuery("SELECT typeof(" + column + ") FROM '" + file + "'")) {
      types.next();
      type = types.getString(1);
    }
    String sql =
        "SELECT CASE WHEN %s IS NOT DISTINCT FROM CAST(? AS %s) THEN 'same' ELSE concat(%s) END FROM '%s'"
            .formatted(column, type, column, file);
    try (PreparedStatement compare = duckDb.prepareStatement(sql)) {
      compare.setString(1, text(value));
      try (ResultSet answer = compare.executeQuery()) {
        answer.next();
        return answer.getString(1);
      }
    }
  }
}
