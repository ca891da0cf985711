package ai.altertable.mcp.lakehouse.endpoint;

import java.util.List;
import java.util.Optional;

/**
 * A value that must come out the same whatever engine it is asked of.
 *
 * @param name also of the column
 * @param json what an answer has of it
 * @param postgres how PostgreSQL writes it, or {@link #NONE} where it has no such value
 * @param duckDb how DuckDB does
 * @param trino how Trino does
 */
record ValueCase(String name, String json, String postgres, String duckDb, String trino) {
  static final String NONE = "";

  private static final String TEXTS = "'a,b', '\"q\" {x}', 'NULL', NULL, '', 'back\\slash'";

  /** Every kind of value that two engines have in common, and what is odd about one of them. */
  static final List<ValueCase> ALL =
      List.of(
          all("nothing", "null", "NULL"),
          all("yes", "true", "true"),
          all("no", "false", "false"),
          cast("small", "-32768", "-32768", "smallint"),
          cast("largest_safe", "9007199254740991", "9007199254740991", "bigint"),
          cast("beyond_safe", "\"9007199254740992\"", "9007199254740992", "bigint"),
          cast("int8_max", "\"9223372036854775807\"", "9223372036854775807", "bigint"),
          new ValueCase(
              "int8_min",
              "\"-9223372036854775808\"",
              "(-9223372036854775808)::int8",
              "(-9223372036854775808)::int8",
              "BIGINT '-9223372036854775808'"),
          cast("money", "\"1.10\"", "'1.10'", "decimal(10,2)"),
          cast(
              "numeric_38",
              "\"12345678901234567890123456789012345678\"",
              "'12345678901234567890123456789012345678'",
              "decimal(38,0)"),
          cast(
              "numeric_fraction",
              "\"-0.12345678901234567890123456789012345678\"",
              "'-0.12345678901234567890123456789012345678'",
              "decimal(38,38)"),
          cast("numeric_zero", "\"0.00\"", "'0'", "decimal(10,2)"),
          new ValueCase("numeric_hundreds", "\"12300\"", "12345::numeric(3,-2)", NONE, NONE),
          new ValueCase("numeric_nan", "\"NaN\"", "'NaN'::numeric", NONE, NONE),
          new ValueCase(
              "hugeint",
              "\"170141183460469231731687303715884105727\"",
              "170141183460469231731687303715884105727",
              "170141183460469231731687303715884105727",
              NONE),
          float8("double", "0.30000000000000004", "0.30000000000000004"),
          float8("tiny", "4.9E-324", "4.9e-324"),
          float8("minus_zero", "-0.0", "-0.0"),
          new ValueCase("real", "0.1", "0.1::real", "0.1::real", "REAL '0.1'"),
          float8("nan", "\"NaN\"", "NaN"),
          float8("infinity", "\"Infinity\"", "Infinity"),
          float8("minus_infinity", "\"-Infinity\"", "-Infinity"),
          all("day", "\"2026-11-23\"", "DATE '2026-11-23'"),
          all("last_day", "\"9999-12-31\"", "DATE '9999-12-31'"),
          all("hour", "\"23:59:59.123456\"", "TIME '23:59:59.123456'"),
          all("whole_hour", "\"09:00:00\"", "TIME '09:00:00'"),
          new ValueCase(
              "zoned_hour",
              "\"09:00:00+02:00\"",
              "timetz '09:00:00+02'",
              "timetz '09:00:00+02'",
              "TIME '09:00:00+02:00'"),
          new ValueCase("end_of_day", "\"24:00:00\"", "time '24:00'", "time '24:00'", NONE),
          all(
              "local_time",
              "\"2026-11-23T09:00:00.123456\"",
              "TIMESTAMP '2026-11-23 09:00:00.123456'"),
          all("local_midnight", "\"2026-11-23T00:00:00\"", "TIMESTAMP '2026-11-23 00:00:00'"),
          zoned("moment", "2026-11-23T07:00:00", "2026-11-23 07:00:00"),
          zoned("moment_micros", "2026-03-28T23:30:00.123456", "2026-03-28 23:30:00.123456"),
          new ValueCase(
              "never", "\"infinity\"", "timestamp 'infinity'", "timestamp 'infinity'", NONE),
          interval("days", "P2DT3H4M5S", "2 days 3:04:05", "'2 03:04:05' DAY TO SECOND"),
          interval(
              "days_back", "P-2DT-3H-4M-5S", "-2 days -3:04:05", "'-2 03:04:05' DAY TO SECOND"),
          interval("seconds", "PT1.5S", "1.5 seconds", "'1.5' SECOND"),
          interval("months", "P1Y2M", "1 year 2 months", "'1-2' YEAR TO MONTH"),
          interval("no_time", "PT0S", "0 seconds", "'0' SECOND"),
          new ValueCase("bytes", "\"AP8=\"", "'\\x00ff'::bytea", "'\\x00\\xFF'::blob", "X'00FF'"),
          new ValueCase("no_bytes", "\"\"", "''::bytea", "''::blob", "X''"),
          all(
              "uuid",
              "\"6f1b1c1e-0000-4000-8000-00000000000a\"",
              "CAST('6f1b1c1e-0000-4000-8000-00000000000a' AS uuid)"),
          all("text", "\"é 漢 😀\"", "'é 漢 😀'"),
          all("no_text", "\"\"", "''"),
          all("word_null", "\"NULL\"", "'NULL'"),
          new ValueCase("padded", "\"ab   \"", "'ab'::char(5)", NONE, "CAST('ab' AS char(5))"),
          array("ints", "[1,null,3]", "1, NULL, 3", "int"),
          array("no_ints", "[]", "", "int"),
          array("longs", "[\"9007199254740993\",7]", "9007199254740993, 7", "bigint"),
          array("decimals", "[\"1.10\",null]", "1.10, NULL", "decimal(10,2)"),
          array("doubles", "[0.1,\"NaN\",null]", "'0.1', 'NaN', NULL", "double precision"),
          array("flags", "[true,null,false]", "true, NULL, false", "boolean"),
          array(
              "texts",
              "[\"a,b\",\"\\\"q\\\" {x}\",\"NULL\",null,\"\",\"back\\\\slash\"]",
              TEXTS,
              "text"),
          array("dates", "[\"2026-11-23\",null]", "'2026-11-23', NULL", "date"),
          array("hours", "[\"09:00:00\",\"09:00:00.5\"]", "'09:00', '09:00:00.5'", "time"),
          array(
              "local_times",
              "[\"2026-11-23T09:00:00\",\"2026-11-23T09:00:00.5\"]",
              "'2026-11-23 09:00:00', '2026-11-23 09:00:00.5'",
              "timestamp"),
          new ValueCase(
              "nevers",
              "[\"infinity\",\"-infinity\"]",
              "ARRAY[timestamp 'infinity', timestamp '-infinity']",
              "[timestamp 'infinity', timestamp '-infinity']",
              NONE),
          array("ends_of_days", "[\"24:00:00\",null]", "'24:00', NULL", "time"),
          array(
              "moments",
              "[\"2026-11-23T07:00:00+00:00\",null]",
              "'2026-11-23 07:00:00+00', NULL",
              "timestamptz"),
          array(
              "uuids",
              "[\"6f1b1c1e-0000-4000-8000-00000000000a\"]",
              "'6f1b1c1e-0000-4000-8000-00000000000a'",
              "uuid"),
          new ValueCase(
              "intervals",
              "[\"P2DT3H4M5S\"]",
              "ARRAY[interval '2 days 3:04:05']",
              "[interval '2 days 3:04:05']",
              "ARRAY[INTERVAL '2 03:04:05' DAY TO SECOND]"),
          new ValueCase(
              "byte_arrays",
              "[\"AP8=\",null]",
              "ARRAY['\\x00ff'::bytea, NULL]",
              "['\\x00\\xFF'::blob, NULL]",
              "ARRAY[X'00FF', NULL]"),
          new ValueCase(
              "nested",
              "[[1,2],[3,null]]",
              "ARRAY[[1,2],[3,NULL]]",
              "[[1,2],[3,NULL]]",
              "ARRAY[ARRAY[1,2],ARRAY[3,NULL]]"),
          json("json", "{\"a\":[1,2.50],\"b\":null,\"c\":{\"d\":\"x\"}}"),
          json("json_long", "{\"n\":12345678901234567890.123456789}"),
          json("json_text", "\"x\""),
          json("json_list", "[]"),
          json("json_null", "null"),
          new ValueCase("row", "[1,\"x\"]", NONE, "row(1, 'x')", "ROW(1, 'x')"),
          new ValueCase(
              "struct",
              "{\"a\":\"9007199254740993\",\"b\":{\"c\":[\"1.50\",null]}}",
              NONE,
              "{'a': 9007199254740993, 'b': {'c': [1.50, NULL]}}",
              "CAST(ROW(9007199254740993, ROW(ARRAY[1.50, NULL]))"
                  + " AS ROW(a bigint, b ROW(c array(decimal(3,2)))))"),
          new ValueCase(
              "struct_of_times",
              "{\"a b\":\"2026-11-23T09:00:00\",\"Span\":[\"P2DT3H4M5S\"],\"raw\":{\"x\":\"AFwn\"}}",
              NONE,
              "{'a b': timestamp '2026-11-23 09:00:00', 'Span': [interval '2 days 3:04:05'],"
                  + " 'raw': {'x': '\\x00\\x5C\\x27'::blob}}",
              "CAST(ROW(TIMESTAMP '2026-11-23 09:00:00', ARRAY[INTERVAL '2 03:04:05' DAY TO SECOND],"
                  + " ROW(X'005C27')) AS ROW(\"a b\" timestamp(0), \"Span\" array(interval day to"
                  + " second), raw ROW(x varbinary)))"),
          new ValueCase("variant", "{\"a\":[1,null]}", NONE, "{'a': [1, NULL]}::VARIANT", NONE),
          new ValueCase(
              "map",
              "{\"k\":\"1.50\",\"l\":null}",
              NONE,
              "map {'k': 1.50, 'l': NULL}",
              "MAP(ARRAY['k', 'l'], ARRAY[1.50, NULL])"),
          new ValueCase(
              "map_of_numbers",
              "[[1,\"x\"],[2,null]]",
              NONE,
              "map {1: 'x', 2: NULL}",
              "MAP(ARRAY[1, 2], ARRAY['x', NULL])"));

  private static ValueCase all(String name, String json, String sql) {
    return new ValueCase(name, json, sql, sql, sql);
  }

  private static ValueCase cast(String name, String json, String value, String type) {
    return all(name, json, "CAST(" + value + " AS " + type + ")");
  }

  private static ValueCase float8(String name, String json, String text) {
    String cast = "'" + text + "'::float8";
    return new ValueCase(name, json, cast, cast, "CAST('" + text + "' AS double)");
  }

  private static ValueCase zoned(String name, String json, String time) {
    String literal = "timestamptz '" + time + "+00'";
    return new ValueCase(
        name, "\"" + json + "+00:00\"", literal, literal, "TIMESTAMP '" + time + " UTC'");
  }

  private static ValueCase interval(String name, String json, String text, String trino) {
    String literal = "interval '" + text + "'";
    return new ValueCase(name, "\"" + json + "\"", literal, literal, "INTERVAL " + trino);
  }

  private static ValueCase json(String name, String json) {
    return new ValueCase(
        name, json, "'" + json + "'::jsonb", "'" + json + "'::json", "JSON '" + json + "'");
  }

  private static ValueCase array(String name, String json, String elements, String type) {
    String list = "ARRAY[" + elements + "]";
    String trino =
        switch (type) {
          case "text" -> "varchar";
          case "double precision" -> "double";
          // with as many digits as their texts have
          case "time", "timestamp", "timestamptz" -> NONE;
          default -> type;
        };
    return new ValueCase(
        name,
        json,
        list + "::" + type + "[]",
        "[" + elements + "]::" + type + "[]",
        trino.isEmpty() ? NONE : "CAST(" + list + " AS array(" + trino + "))");
  }

  /** How that engine writes it; empty where it has no such value. */
  Optional<String> on(EngineUnderTest engine) {
    return Optional.of(engine.choose(postgres, duckDb, trino)).filter(sql -> !sql.equals(NONE));
  }

  @Override
  public String toString() {
    return name;
  }
}
