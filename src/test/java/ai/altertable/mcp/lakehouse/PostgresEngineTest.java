package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.await;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.fault;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.request;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.QueryResult.TruncatedBy;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresEngineTest {
  private static LakehouseFixture lakehouse;
  private static Tenant tenant;
  private static QueryEngine engine;

  @BeforeAll
  static void start() {
    lakehouse = new LakehouseFixture();
    tenant = lakehouse.tenant("acme", "production");
    engine = lakehouse.engine(tenant);
    lakehouse.asOwner(
        tenant,
        "CREATE SCHEMA shop;"
            + "CREATE TABLE shop.orders (id bigint PRIMARY KEY, total numeric(12,2) NOT NULL,"
            + " note text);"
            + "COMMENT ON TABLE shop.orders IS 'One row an order';"
            + "COMMENT ON COLUMN shop.orders.total IS 'EUR';"
            + "INSERT INTO shop.orders SELECT i, i * 1.5, 'note ' || i"
            + " FROM generate_series(1, 25000) i;"
            + "CREATE VIEW shop.large AS SELECT * FROM shop.orders WHERE total > 100");
    // ANALYZE does not run among other statements
    lakehouse.asOwner(tenant, "ANALYZE shop.orders");
  }

  @AfterAll
  static void stop() {
    lakehouse.close();
  }

  @Test
  void answersWithColumnsRowsAndNothingLeftOut() {
    QueryResult result =
        await(
            engine.query(
                request("SELECT id, total, note FROM shop.orders ORDER BY id LIMIT 2"),
                new Cancellation()));

    assertThat(result.columns())
        .extracting(Column::name, Column::type)
        .containsExactly(tuple("id", "bigint"), tuple("total", "numeric"), tuple("note", "text"));
    assertThat(result.rows())
        .isEqualTo(new JsonArray("[[1,\"1.50\",\"note 1\"],[2,\"3.00\",\"note 2\"]]"));
    assertThat(result.more()).isEqualTo(QueryResult.More.NONE);
    assertThat(result.catalog()).isEqualTo("lakehouse");
    assertThat(result.asOf()).isBetween(Instant.now().minusSeconds(60), Instant.now());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 1 -- c",
        "select 1;",
        "select 1 ; -- c",
        "/* c */ select 1",
        "values (1)",
        "(select 1)",
        "with x as (select 1 as a) select a from x",
        "select 1 /* nested /* c */ */ ;",
      })
  void takesOneReadOnlyStatementHoweverItIsWritten(String sql) {
    assertThat(rows(engine, sql)).hasToString("[[1]]");
  }

  @Test
  void cutsAtTheRowsWantedAndSaysWhereToGoOn() {
    String sql = "SELECT id FROM shop.orders ORDER BY id";
    QueryResult first = await(engine.query(page(sql, 0, 300), new Cancellation()));
    QueryResult second =
        await(engine.query(page(sql, first.more().nextOffset(), 300), new Cancellation()));

    assertThat(first.rows()).hasSize(300);
    assertThat(first.more().truncatedBy()).isEqualTo(TruncatedBy.ROWS);
    assertThat(first.more().nextOffset()).isEqualTo(300);
    assertThat(second.rows().getJsonArray(0).getInteger(0)).isEqualTo(301);
    assertThat(second.more().nextOffset()).isEqualTo(600);
  }

  @Test
  void doesNotCallAResultCutThatEndsExactlyAtTheLimit() {
    QueryResult result =
        await(
            engine.query(
                page("SELECT id FROM shop.orders WHERE id <= 128", 0, 128), new Cancellation()));

    assertThat(result.rows()).hasSize(128);
    assertThat(result.more().truncated()).isFalse();
  }

  @Test
  void answersAnEmptyPageBeyondTheEnd() {
    QueryResult result =
        await(engine.query(page("SELECT id FROM shop.orders", 99_999, 10), new Cancellation()));

    assertThat(result.rows()).isEmpty();
    assertThat(result.columns()).extracting(Column::name).containsExactly("id");
    assertThat(result.more().truncated()).isFalse();
  }

  @Test
  void cutsAtTheCharactersOfAPage() {
    QueryResult result =
        await(
            engine.query(
                request("SELECT i, repeat('x', 1000) FROM generate_series(1, 500) i"),
                new Cancellation()));

    assertThat(result.more().truncatedBy()).isEqualTo(TruncatedBy.BYTES);
    assertThat(result.rows()).hasSizeBetween(45, 50);
    assertThat(result.more().nextOffset()).isEqualTo(result.rows().size());
  }

  @Test
  void keepsRowsBeyondThePageForTheSameGrantAndEnvironmentOnly() {
    QueryResult result =
        await(
            engine.query(
                page("SELECT id FROM shop.orders ORDER BY id", 0, 10), new Cancellation()));
    String handle = result.more().resultHandle();

    ResultPages.KeptResult kept =
        await(lakehouse.results.read(tenant, LakehouseFixture.GRANT, handle));

    assertThat(kept.rows()).hasSize(10_010);
    assertThat(kept.rows().getJsonArray(10_009).getInteger(0)).isEqualTo(10_010);
    assertThat(kept.complete()).isFalse();
    assertThat(kept.columns()).extracting(Column::type).containsExactly("bigint");
    assertThat(kept.asOf()).isEqualTo(result.asOf());

    Tenant other = lakehouse.tenant("acme", "other");
    assertThat(fault(lakehouse.results.read(other, LakehouseFixture.GRANT, handle)).kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(fault(lakehouse.results.read(tenant, UUID.randomUUID(), handle)).kind())
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void keepsAWholeResultWhenItIsSmall() {
    QueryResult result =
        await(
            engine.query(
                page("SELECT id FROM shop.orders WHERE id <= 500 ORDER BY id", 0, 100),
                new Cancellation()));

    ResultPages.KeptResult kept =
        await(lakehouse.results.read(tenant, LakehouseFixture.GRANT, result.more().resultHandle()));

    assertThat(kept.complete()).isTrue();
    assertThat(kept.rows()).hasSize(500);
  }

  @Test
  void returnsWhatCameBeforeTimeWasUp() {
    QueryResult result =
        await(
            engine.query(
                new QueryRequest(
                    // the first fetch is quick, a later row takes for ever
                    "SELECT i, CASE WHEN i > 200 THEN (SELECT count(*) FROM"
                        + " generate_series(1, 100000000000)) END FROM generate_series(1, 900) i",
                    0,
                    900,
                    Duration.ofMillis(700),
                    "x/test",
                    false),
                new Cancellation()));

    assertThat(result.more().truncatedBy()).isEqualTo(TruncatedBy.TIME);
    assertThat(result.rows()).hasSizeGreaterThanOrEqualTo(128);
    assertHealthy();
  }

  @Test
  void saysWhenTimeWasUpBeforeARow() {
    QueryFault fault =
        fault(
            engine.query(
                new QueryRequest(
                    "SELECT count(*) FROM generate_series(1, 100000000000)",
                    0,
                    10,
                    Duration.ofMillis(300),
                    "x/test",
                    false),
                new Cancellation()));

    assertThat(fault.kind()).isEqualTo(Kind.TIMEOUT);
    assertHealthy();
  }

  @Test
  void stopsOnCancelAndTheServerStopsToo() {
    Cancellation cancellation = new Cancellation();
    Future<QueryResult> running =
        engine.query(
            request("SELECT count(*) AS cancel_me FROM generate_series(1, 100000000000)"),
            cancellation);
    until(() -> running("cancel_me") == 1);

    lakehouse.vertx.runOnContext(go -> cancellation.cancel());

    assertThat(fault(running).kind()).isEqualTo(Kind.CANCELLED);
    until(() -> running("cancel_me") == 0);
    assertHealthy();
  }

  @Test
  void survivesCancelsAtAnyMoment() {
    Context context = lakehouse.vertx.getOrCreateContext();
    for (int delay = 0; delay < 60; delay++) {
      Cancellation cancellation = new Cancellation();
      Promise<QueryResult> outcome = Promise.promise();
      context.runOnContext(
          go ->
              engine
                  .query(request("SELECT id FROM shop.orders"), cancellation)
                  .onComplete(outcome));
      LockSupport.parkNanos(delay * 200_000L);
      context.runOnContext(go -> cancellation.cancel());
      until(() -> outcome.future().isComplete());
      assertThat(outcome.future().succeeded() || fault(outcome.future()).kind() == Kind.CANCELLED)
          .isTrue();
    }
    assertHealthy();
  }

  @Test
  void givesTheRowTooLargeForAPageItsName() {
    QueryFault fault =
        fault(
            engine.query(
                request("SELECT 1 AS id, repeat('x', 60000) AS payload"), new Cancellation()));

    assertThat(fault.kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(fault).hasMessageContaining("payload").hasMessageContaining("60000");
    assertThat(fault.detail().hint()).contains("left(");
  }

  @Test
  void neverTakesAHugeRowIntoMemory() {
    QueryFault fault =
        fault(engine.query(request("select repeat('x', 50000000)"), new Cancellation()));

    assertThat(fault.kind()).isEqualTo(Kind.TOO_LARGE);
    assertHealthy();
  }

  @Test
  void boundsManyWideRows() {
    QueryResult result =
        await(
            engine.query(
                request("SELECT i, repeat('x', 40000) FROM generate_series(1, 100000) i"),
                new Cancellation()));

    assertThat(result.more().truncatedBy()).isEqualTo(TruncatedBy.BYTES);
    assertThat(result.rows()).hasSize(1);
    assertHealthy();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 FROM shop.ordrs|42P01|1|15|shop.orders",
        "SELECT totl FROM shop.orders|42703|1|8|total",
        "SELECT 'é😀', nope|42703|1|14|",
        "SELECT * FROM lakehouse.shop.orders|0A000|1|15|shop.orders",
        "SELEC 1|42601|1|1|one SELECT",
        "INSERT INTO shop.orders VALUES (0, 0)|42601|1|1|one SELECT",
        "SELECT 1 +|42601|1|11|",
        "SELECT lower(1, 2)|42883|1|8|",
        "SELECT * FROM shop.orders FOR UPDATE|25006|||only read",
        "SELECT 1; SELECT 2|42601|||one SELECT",
        "SELECT pg_sleep(1)|42501|||",
        "SELECT 1/0|22012|||",
      })
  void tellsWhereAndWhy(String sql, String code, Integer line, Integer column, String hint) {
    QueryFault fault = fault(engine.query(request(sql), new Cancellation()));

    assertThat(fault.detail().code()).isEqualTo(code);
    assertThat(fault.detail().line()).isEqualTo(line);
    assertThat(fault.detail().column()).isEqualTo(column);
    if (hint != null) {
      assertThat(fault.detail().hint()).contains(hint);
    }
  }

  @Test
  void countsLinesInTheAuthorsText() {
    QueryFault fault =
        fault(
            engine.validate(
                "SELECT id,\n  total,\n  nope\nFROM shop.orders", "test", new Cancellation()));

    assertThat(fault.detail().line()).isEqualTo(3);
    assertThat(fault.detail().column()).isEqualTo(3);
  }

  @Test
  void refusesParametersThatNothingBinds() {
    QueryFault fault =
        fault(
            engine.query(request("SELECT id FROM shop.orders WHERE id = $1"), new Cancellation()));

    assertThat(fault.kind()).isEqualTo(Kind.INVALID);
    assertThat(fault).hasMessageContaining("$1");
    assertHealthy();
  }

  @Test
  void validatesWithoutRunning() {
    await(
        engine.validate(
            "SELECT count(*) FROM generate_series(1, 1e12)", "test", new Cancellation()));
  }

  @Test
  void explainsWithoutRunning() {
    QueryPlan plan =
        await(
            engine.explain(
                "SELECT * FROM shop.orders o JOIN shop.large l USING (id) WHERE o.total > 10",
                "test",
                new Cancellation()));

    assertThat(plan.estimatedRows()).isBetween(1000L, 30_000L);
    assertThat(plan.cost()).isPositive();
    assertThat(plan.estimatedBytes()).isGreaterThan(plan.estimatedRows());
    assertThat(plan.scans()).extracting(QueryPlan.Scan::table).contains("shop.orders");
    assertThat(plan.plan().getJsonObject(0).containsKey("Plan")).isTrue();
  }

  @Test
  void explainRefusesWhatQueryRefuses() {
    assertThat(fault(engine.explain("DELETE FROM shop.orders", "test", new Cancellation())).kind())
        .isEqualTo(Kind.INVALID);
    assertThat(fault(engine.explain("(ANALYZE) SELECT 1", "test", new Cancellation())).kind())
        .isEqualTo(Kind.INVALID);
  }

  @Test
  void listsTablesWithTheirComments() {
    List<TableInfo> tables = await(engine.tables("test", new Cancellation()));

    assertThat(tables).extracting(TableInfo::name).containsExactly("large", "orders");
    TableInfo orders = tables.get(1);
    assertThat(orders.comment()).isEqualTo("One row an order");
    assertThat(orders.estimatedRows()).isEqualTo(25_000);
    assertThat(orders.columns())
        .extracting(Column::name, Column::type, Column::nullable, Column::comment)
        .containsExactly(
            tuple("id", "bigint", false, ""),
            tuple("total", "numeric(12,2)", false, "EUR"),
            tuple("note", "text", true, ""));
  }

  @Test
  void servesManyAtOnce() {
    List<Future<QueryResult>> running = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      running.add(
          engine.query(
              request("SELECT id FROM shop.orders WHERE id = " + (i + 1)), new Cancellation()));
    }
    for (int i = 0; i < 100; i++) {
      assertThat(await(running.get(i)).rows()).hasToString("[[" + (i + 1) + "]]");
    }
    assertHealthy();
  }

  private static QueryRequest page(String sql, long offset, int limit) {
    return new QueryRequest(
        sql, offset, limit, Duration.ofSeconds(10), LakehouseFixture.GRANT + "/test", true);
  }

  private static void assertHealthy() {
    LakehouseHealth.check(lakehouse, tenant, engine);
  }

  private static long running(String marker) {
    return LakehouseHealth.running(lakehouse, tenant, marker);
  }

  private static void until(BooleanSupplier condition) {
    LakehouseHealth.until(condition);
  }
}
