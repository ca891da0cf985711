package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.Tenant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;

/** The managed database. */
class PostgresContractTest extends EngineContract {
  private final LakehouseFixture fixture = new LakehouseFixture();
  private final Tenant tenant = fixture.tenant("acme", "contract");

  @AfterAll
  void stop() {
    fixture.close();
  }

  @Override
  protected LakehouseFixture fixture() {
    return fixture;
  }

  @Override
  protected Tenant tenant() {
    return tenant;
  }

  @Override
  protected QueryEngine engine() {
    return fixture.engine(tenant);
  }

  @Override
  protected Sql sql() {
    return new PostgresSql();
  }

  /** PostgreSQL's way of writing it. */
  static final class PostgresSql implements Sql {
    @Override
    public String series(long last) {
      return "SELECT i FROM generate_series(1, " + last + ") AS s(i)";
    }

    @Override
    public String endless() {
      return "SELECT count(*) FROM generate_series(1, 100000000000)";
    }

    @Override
    public Stream<Value> values() {
      return Stream.of(
          new Value("9007199254740991", "9007199254740991"),
          new Value("9223372036854775807", "\"9223372036854775807\""),
          new Value("1.10::numeric", "\"1.10\""),
          new Value("'NaN'::float8", "\"NaN\""),
          new Value("'-Infinity'::float8", "\"-Infinity\""),
          new Value("0.1::real", "0.1"),
          new Value("true", "true"),
          new Value("NULL", "null"),
          new Value("date '2026-11-23'", "\"2026-11-23\""),
          new Value("timestamptz '2026-11-23 09:00:00+02'", "\"2026-11-23T07:00:00+00:00\""),
          new Value("timestamp '2026-11-23 09:00:00.5'", "\"2026-11-23T09:00:00.5\""),
          new Value("interval '1 year 2 days 3:04:05'", "\"P1Y2DT3H4M5S\""),
          new Value("'\\x00ff'::bytea", "\"AP8=\""),
          new Value("ARRAY[1, NULL, 3]", "[1,null,3]"),
          new Value("ARRAY[9007199254740993]", "[\"9007199254740993\"]"),
          new Value("'{\"a\": [1, 2.50]}'::jsonb", "{\"a\":[1,2.50]}"));
    }
  }
}
