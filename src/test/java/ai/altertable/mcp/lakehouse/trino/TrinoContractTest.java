package ai.altertable.mcp.lakehouse.trino;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.EngineContract;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.connection.ConnectionCheck;
import ai.altertable.mcp.lakehouse.connection.ConnectionDraft;
import ai.altertable.mcp.lakehouse.connection.Connections;
import ai.altertable.mcp.platform.AuditEvent.Actor;
import ai.altertable.mcp.testing.RecordedAudit;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A real Trino: {@code -Dtrino.url=http://127.0.0.1:…}, started as {@code src/trino} says. */
@EnabledIfSystemProperty(named = "trino.url", matches = "http.+")
class TrinoContractTest extends EngineContract {
  private final LakehouseFixture fixture = new LakehouseFixture();
  private final Tenant tenant = fixture.tenant("acme", "trino");
  private final Lakehouse lakehouse = fixture.lakehouse(EnvironmentSeed.NONE);
  private final Connections connections = fixture.connections(new RecordedAudit());

  private static ConnectionDraft draft(String catalog) {
    return new ConnectionDraft(
        "warehouse",
        "Warehouse",
        "",
        "trino",
        new JsonObject()
            .put("url", System.getProperty("trino.url"))
            .put("user", "ada")
            .put("catalog", catalog),
        Optional.empty());
  }

  @BeforeAll
  void connect() {
    Connections.Asker asker =
        new Connections.Asker(new Actor(null, null, null, null, null, null), null);
    LakehouseFixture.await(connections.add(asker, tenant, draft("memory"), false));
  }

  @AfterAll
  void stop() {
    fixture.close();
  }

  @Test
  void aCheckReachesTheClusterAndMissesACatalog() {
    ConnectionCheck works = LakehouseFixture.await(connections.test(tenant, "warehouse"));
    assertThat(works.message()).startsWith("Trino ");
    ConnectionCheck fails = LakehouseFixture.await(connections.test(tenant, draft("nowhere")));
    assertThat(fails.reachable()).isFalse();
    assertThat(fails.message()).contains("nowhere");
  }

  @Test
  void namesOfTheEnvironmentBecomeTrinosOwn() {
    String sql =
        "SELECT count(*) >= 0 AS a FROM warehouse.information_schema.tables t"
            + " WHERE t.table_schema = 'warehouse.x.y'";
    assertThat(
            LakehouseFixture.rows(
                LakehouseFixture.await(lakehouse.engineFor(tenant, null, sql)), sql))
        .hasToString("[[true]]");
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
    return LakehouseFixture.await(lakehouse.engine(tenant, "warehouse"));
  }

  @Override
  protected Sql sql() {
    return new Sql() {
      @Override
      public String series(long last) {
        return "SELECT i FROM TABLE(sequence(1, " + last + ")) AS s(i)";
      }

      @Override
      public String endless() {
        return "SELECT count(*) FROM TABLE(sequence(1, 1000000)) AS a(x),"
            + " TABLE(sequence(1, 10000000)) AS b(y) WHERE x * y = -1";
      }

      @Override
      public Stream<Value> values() {
        return Stream.of(
            new Value("9007199254740991", "9007199254740991"),
            new Value("9223372036854775807", "\"9223372036854775807\""),
            new Value("DECIMAL '1.10'", "\"1.10\""),
            new Value("nan()", "\"NaN\""),
            new Value("-infinity()", "\"-Infinity\""),
            new Value("REAL '0.1'", "0.1"),
            new Value("true", "true"),
            new Value("NULL", "null"),
            new Value("DATE '2026-11-23'", "\"2026-11-23\""),
            new Value("TIMESTAMP '2026-11-23 09:00:00 +02:00'", "\"2026-11-23T09:00:00+02:00\""),
            new Value(
                "TIMESTAMP '2026-11-23 09:00:00.5 Europe/Paris'",
                "\"2026-11-23T09:00:00.5+01:00\""),
            new Value("TIMESTAMP '2026-11-23 09:00:00.123456'", "\"2026-11-23T09:00:00.123456\""),
            new Value("INTERVAL '2 03:04:05' DAY TO SECOND", "\"P2DT3H4M5S\""),
            new Value("INTERVAL '1-2' YEAR TO MONTH", "\"P1Y2M\""),
            new Value("X'00FF'", "\"AP8=\""),
            new Value("ARRAY[1, NULL, 3]", "[1,null,3]"),
            new Value("ARRAY[9007199254740993]", "[\"9007199254740993\"]"),
            new Value("MAP(ARRAY['k'], ARRAY[DECIMAL '1.50'])", "{\"k\":\"1.50\"}"),
            new Value(
                "CAST(ROW(1, ARRAY[DATE '2026-01-01']) AS ROW(a integer, b array(date)))",
                "{\"a\":1,\"b\":[\"2026-01-01\"]}"),
            new Value("ROW(1, 'x')", "[1,\"x\"]"),
            new Value("JSON '{\"a\": [1, 2.50]}'", "{\"a\":[1,2.50]}"));
      }
    };
  }
}
