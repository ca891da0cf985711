package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.await;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.fault;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.QueryResult.TruncatedBy;
import ai.altertable.mcp.lakehouse.ResultPages.KeptResult;
import ai.altertable.mcp.lakehouse.rows.RowBatch;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine's answers have in common. Each engine has a subclass. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EngineContract {
  /** A value in the engine's SQL, and what it is in an answer. */
  public record Value(String sql, String json) {
    @Override
    public String toString() {
      return sql;
    }
  }

  /** What differs: how each engine writes it. */
  protected interface Sql {
    /** Column {@code i} with the numbers from 1. */
    String series(long last);

    /** A statement that takes for ever and returns no row before it ends. */
    String endless();

    /** Values of the engine's own types. */
    Stream<Value> values();
  }

  protected abstract LakehouseFixture fixture();

  protected abstract Tenant tenant();

  protected abstract QueryEngine engine();

  protected abstract Sql sql();

  private QueryResult query(QueryRequest request) {
    return await(engine().query(request, new Cancellation()));
  }

  private static QueryRequest request(String sql, long offset, int limit, Duration timeout) {
    return new QueryRequest(sql, offset, limit, timeout, LakehouseFixture.GRANT + "/test", true);
  }

  private static QueryRequest page(String sql, long offset, int limit) {
    return request(sql, offset, limit, Duration.ofSeconds(10));
  }

  private String numbers(int last) {
    return "SELECT i FROM (" + sql().series(last) + ") AS t ORDER BY i";
  }

  Stream<Value> values() {
    return sql().values();
  }

  @ParameterizedTest
  @MethodSource("values")
  void keepsEveryDigitOfAValue(Value value) {
    JsonArray rows = query(page("SELECT " + value.sql() + " AS v", 0, 10)).rows();

    assertThat(rows.encode()).isEqualTo("[[" + value.json() + "]]");
  }

  @Test
  void namesItsColumnsEvenTwice() {
    QueryResult result = query(page("SELECT 1 AS a, 2 AS a, 'x' AS \"B c\"", 0, 10));

    assertThat(result.columns()).extracting(Column::name).containsExactly("a", "a", "B c");
    assertThat(result.rows().encode()).isEqualTo("[[1,2,\"x\"]]");
    assertThat(result.more()).isEqualTo(QueryResult.More.NONE);
    assertThat(result.catalog()).isEqualTo(engine().catalog().catalog());
  }

  @Test
  void takesOneStatementHoweverItEnds() {
    for (String end : List.of("", ";", " ; ", " -- c", "\n-- c\n", " /* c */", "; -- ;")) {
      assertThat(query(page("SELECT 1 AS a" + end, 0, 10)).rows().encode())
          .as(end)
          .isEqualTo("[[1]]");
    }
  }

  @Test
  void cutsAtTheRowsWantedAndGoesOnWhereItStopped() {
    QueryResult first = query(page(numbers(700), 0, 300));
    QueryResult second = query(page(numbers(700), first.more().nextOffset(), 300));
    QueryResult third = query(page(numbers(700), second.more().nextOffset(), 300));

    assertThat(first.rows()).hasSize(300);
    assertThat(first.more().truncatedBy()).isEqualTo(TruncatedBy.ROWS);
    assertThat(second.rows().getJsonArray(0).getInteger(0)).isEqualTo(301);
    assertThat(third.rows()).hasSize(100);
    assertThat(third.more().truncated()).isFalse();
  }

  @Test
  void doesNotCallAResultCutThatEndsAtTheLimit() {
    assertThat(query(page(numbers(300), 0, 300)).more().truncated()).isFalse();
  }

  @Test
  void cutsAtTheCharactersOfAPage() {
    String wide =
        "SELECT i, rpad('x', 1000, 'x') AS w FROM (" + sql().series(500) + ") AS t ORDER BY i";

    QueryResult result = query(page(wide, 0, 1000));

    assertThat(result.more().truncatedBy()).isEqualTo(TruncatedBy.BYTES);
    assertThat(result.rows()).hasSizeBetween(45, 50);
    assertThat(result.more().nextOffset()).isEqualTo(result.rows().size());
  }

  @Test
  void keepsRowsBeyondThePage() {
    QueryResult result = query(page(numbers(2500), 0, 100));

    KeptResult kept =
        await(
            fixture().results.read(tenant(), LakehouseFixture.GRANT, result.more().resultHandle()));

    assertThat(kept.complete()).isTrue();
    assertThat(kept.rows()).hasSize(2500);
    assertThat(kept.rows().getJsonArray(2499).getInteger(0)).isEqualTo(2500);
    assertThat(kept.columns()).extracting(Column::name).containsExactly("i");
  }

  @Test
  void namesTheColumnOfARowThatNoPageHolds() {
    QueryFault fault =
        fault(
            engine()
                .query(
                    page("SELECT 1 AS id, rpad('x', 60000, 'x') AS payload", 0, 10),
                    new Cancellation()));

    assertThat(fault.kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(fault).hasMessageContaining("payload");
  }

  @Test
  void takesAThousandColumns() {
    String columns =
        IntStream.range(0, 1000).mapToObj(i -> i + " AS c" + i).collect(Collectors.joining(", "));

    QueryResult result = query(page("SELECT " + columns, 0, 10));

    assertThat(result.columns()).hasSize(1000);
    assertThat(result.rows().getJsonArray(0).getInteger(999)).isEqualTo(999);
  }

  @Test
  void stopsWhenTimeIsUp() {
    QueryFault fault =
        fault(
            engine()
                .query(
                    request(sql().endless(), 0, 10, Duration.ofMillis(500)), new Cancellation()));

    assertThat(fault.kind()).isEqualTo(Kind.TIMEOUT);
    stillWorks();
  }

  @Test
  void stopsWhenTheCallerWantsItNoMore() {
    Cancellation cancellation = new Cancellation();
    Promise<QueryResult> outcome = Promise.promise();
    var context = fixture().vertx.getOrCreateContext();
    context.runOnContext(
        go ->
            engine()
                .query(request(sql().endless(), 0, 10, Duration.ofSeconds(10)), cancellation)
                .onComplete(outcome));
    fixture().vertx.setTimer(300, later -> context.runOnContext(go -> cancellation.cancel()));

    assertThat(fault(outcome.future()).kind()).isEqualTo(Kind.CANCELLED);
    stillWorks();
  }

  @Test
  void tellsLineAndColumnOfAMistake() {
    QueryFault fault =
        fault(
            engine()
                .validate(
                    "SELECT 'é' AS a,\n  nope\nFROM (SELECT 2 AS x) AS t",
                    "test",
                    new Cancellation()));

    assertThat(fault.kind()).isEqualTo(Kind.INVALID);
    assertThat(fault.detail().line()).isEqualTo(2);
    assertThat(fault.detail().column()).isEqualTo(3);
    assertThat(fault).hasMessageContaining("nope");
  }

  @Test
  void validatesAndExplainsWithoutRunning() {
    await(engine().validate(sql().endless(), "test", new Cancellation()));
    assertThat(await(engine().explain(sql().endless(), "test", new Cancellation())).plan())
        .isNotEmpty();
  }

  @Test
  void refusesWhatIsNoQuery() {
    for (String statement :
        List.of("", "  ", "-- c", "SELEC 1", "CREATE TABLE t (a int)", "SELECT 1; SELECT 2")) {
      assertThat(fault(engine().query(page(statement, 0, 1), new Cancellation())).kind())
          .as(statement)
          .isEqualTo(Kind.INVALID);
      assertThat(fault(engine().explain(statement, "test", new Cancellation())).kind())
          .as(statement)
          .isEqualTo(Kind.INVALID);
    }
  }

  @Test
  void answersManyAtOnce() {
    List<Future<QueryResult>> running = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      running.add(engine().query(page("SELECT " + i + " AS a", 0, 1), new Cancellation()));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(await(running.get(i)).rows().encode()).isEqualTo("[[" + i + "]]");
    }
  }

  @Test
  void givesAllRowsAsTheyAreWanted() {
    RowCursor cursor = await(engine().open(numbers(20_000), "test", new Cancellation()));
    assertThat(cursor.columns()).extracting(Column::name).containsExactly("i");
    List<Object> all = new ArrayList<>();
    RowBatch batch = await(cursor.next());
    while (!batch.isEmpty()) {
      batch.rows().forEach(row -> all.add(row.getValue(0)));
      batch = await(cursor.next());
    }
    await(cursor.close());

    assertThat(all).hasSize(20_000).startsWith(1, 2).endsWith(19_999, 20_000);
    stillWorks();
  }

  @Test
  void letsGoOfACursorThatIsNotReadToItsEnd() {
    for (int i = 0; i < 6; i++) {
      RowCursor cursor = await(engine().open(numbers(50_000), "test", new Cancellation()));
      assertThat(await(cursor.next()).rows()).isNotEmpty();
      await(cursor.close());
    }
    assertThat(fault(engine().open("SELECT nope", "test", new Cancellation())).kind())
        .isEqualTo(Kind.INVALID);
    stillWorks();
  }

  @Test
  void saysThatItIsThere() {
    await(engine().ping());
  }

  private void stillWorks() {
    for (int i = 0; i < 5; i++) {
      assertThat(query(page("SELECT 1 AS a", 0, 1)).rows().encode()).isEqualTo("[[1]]");
    }
  }
}
