package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.EngineContract;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.QueryEngine;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DuckDbContractTest extends EngineContract {
  private final FilesFixture files = new FilesFixture();

  @BeforeAll
  void connect() {
    files.connect("files", "data");
  }

  @AfterAll
  void stop() {
    files.close();
  }

  @Override
  protected LakehouseFixture fixture() {
    return files.fixture;
  }

  @Override
  protected Tenant tenant() {
    return files.tenant;
  }

  @Override
  protected QueryEngine engine() {
    return files.engine("files");
  }

  @Override
  protected Sql sql() {
    return new Sql() {
      @Override
      public String series(long last) {
        return "SELECT i FROM range(1, " + last + " + 1) AS s(i)";
      }

      @Override
      public String endless() {
        return "SELECT count(*) FROM range(1000000000000) AS s(i) WHERE hash(i) = 1";
      }

      @Override
      public Stream<Value> values() {
        return Stream.of(
            new Value("9007199254740991", "9007199254740991"),
            new Value("9223372036854775807", "\"9223372036854775807\""),
            new Value(
                "170141183460469231731687303715884105727",
                "\"170141183460469231731687303715884105727\""),
            new Value("1.10::decimal(10,2)", "\"1.10\""),
            new Value("'NaN'::double", "\"NaN\""),
            new Value("'-Infinity'::double", "\"-Infinity\""),
            new Value("0.1::float", "0.1"),
            new Value("1e300::double", "1.0E300"),
            new Value("true", "true"),
            new Value("NULL", "null"),
            new Value("date '2026-11-23'", "\"2026-11-23\""),
            new Value("timestamptz '2026-11-23 09:00:00+02'", "\"2026-11-23T07:00:00+00:00\""),
            new Value("timestamp '2026-11-23 09:00:00.5'", "\"2026-11-23T09:00:00.5\""),
            new Value("interval '1 year 2 days 3:04:05'", "\"P1Y2DT3H4M5S\""),
            new Value("interval '-1 month -90 minutes'", "\"P-1MT-1H-30M\""),
            new Value("'\\x00\\xFF'::blob", "\"AP8=\""),
            new Value("[1, NULL, 3]", "[1,null,3]"),
            new Value("[9007199254740993]", "[\"9007199254740993\"]"),
            new Value("[1.10::decimal(4,2), NULL]", "[\"1.10\",null]"),
            new Value("['nan'::double]", "[\"NaN\"]"),
            new Value(
                "{'a': 1, 'b': {'c': [date '2026-01-01']}}",
                "{\"a\":1,\"b\":{\"c\":[\"2026-01-01\"]}}"),
            new Value("map {'k': 1.50}", "{\"k\":\"1.50\"}"),
            new Value("map {1: 'x'}", "[[1,\"x\"]]"),
            new Value("'{\"a\": [1, 2.50]}'::json", "{\"a\":[1,2.50]}"),
            new Value("'a'::enum('a', 'b')", "\"a\""),
            new Value(
                "uuid '00000000-0000-4000-8000-000000000001'",
                "\"00000000-0000-4000-8000-000000000001\""));
      }
    };
  }
}
