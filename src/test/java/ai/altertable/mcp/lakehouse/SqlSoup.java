package ai.altertable.mcp.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Statements that nobody should send, and what must hold of the answers to them. */
public final class SqlSoup {
  private static final String TAG = LakehouseFixture.GRANT + "/test";

  private static final List<String> WORDS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "(",
          ")",
          ",",
          ";",
          "--",
          "/*",
          "*/",
          "'",
          "\"",
          "$$",
          "$1",
          "E'\\",
          "\\",
          "\n",
          "\t",
          "é",
          "\uD83D\uDE00",
          "\u2028",
          "\u0000",
          "\uD800",
          "1",
          "-1",
          "1e400",
          "99999999999999999999",
          "0x",
          "/ 0",
          "::int",
          "::nothing",
          "'a'::int",
          "NULL",
          "*",
          "a",
          "b.c",
          "d.e.f.g",
          "\"no such\"",
          "WITH a AS",
          "UNION ALL",
          "LIMIT",
          "OFFSET -1",
          "GROUP BY 7",
          "ORDER BY",
          "HAVING",
          "CASE WHEN",
          "END",
          "AS",
          "ON",
          "JOIN",
          "IN (1,",
          "BETWEEN",
          "INTERVAL '1 nothing'",
          "DATE '2026-13-45'",
          "INSERT INTO t",
          "UPDATE t SET",
          "DELETE FROM t",
          "DROP TABLE t",
          "CREATE TABLE t (a int)",
          "COMMIT",
          "ROLLBACK",
          "BEGIN",
          "SET ROLE none",
          "RESET ALL",
          "COPY t TO STDOUT",
          "PREPARE x AS",
          "EXECUTE x",
          "EXPLAIN",
          "ANALYZE",
          "CALL f()",
          "DO",
          "LISTEN x",
          "FETCH ALL FROM x",
          "CLOSE ALL",
          "FOR UPDATE",
          "INTO t",
          "TABLE t",
          "VALUES (1), (2, 3)",
          "ATTACH 'x'",
          "PRAGMA x",
          "LOAD x",
          "count(*)",
          "sum(count(*))",
          "no_such_function(1)",
          "CAST(1 AS",
          "||",
          "[1, 2",
          "{",
          "}",
          "?",
          ":a");

  private SqlSoup() {}

  /** Words in any order, any text, and good statements with some of it in their midst. */
  public static Arbitrary<String> statements() {
    Arbitrary<String> words =
        Arbitraries.of(WORDS).list().ofMaxSize(12).map(list -> String.join(" ", list));
    return Arbitraries.frequencyOf(
        Tuple.of(6, words),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(60)),
        Tuple.of(2, words.map(some -> "SELECT 1 " + some)),
        Tuple.of(1, words.map(some -> "SELECT 1\n  , " + some + "\nFROM a")));
  }

  /**
   * Whatever the statement, its author is told what is wrong, and where in their own text.
   *
   * @param secret what no answer may name
   */
  public static void check(QueryEngine engine, String sql, List<String> secret) {
    QueryRequest request = new QueryRequest(sql, 0, 10, Duration.ofSeconds(10), TAG, false);
    told(sql, engine.validate(sql, TAG, new Cancellation()), secret);
    told(sql, engine.explain(sql, TAG, new Cancellation()), secret);
    told(sql, engine.query(request, new Cancellation()), secret);
  }

  private static void told(String sql, Future<?> answer, List<String> secret) {
    AsyncResult<?> result =
        LakehouseFixture.await(answer.transform(done -> Future.succeededFuture(done)));
    if (result.succeeded()) {
      return;
    }
    assertThat(result.cause()).as(sql).isInstanceOf(QueryFault.class);
    QueryFault fault = (QueryFault) result.cause();
    assertThat(fault.kind())
        .as("%s: %s", sql, fault.getMessage())
        .isNotIn(QueryFault.Kind.UNAVAILABLE, QueryFault.Kind.CANCELLED);
    assertThat(fault.getMessage()).as(sql).isNotBlank();
    String text = fault.getMessage() + fault.detail().hint();
    secret.forEach(name -> assertThat(text).as(sql).doesNotContain(name));
    if (fault.detail().line() != null) {
      String[] lines = sql.split("\n", -1);
      assertThat(fault.detail().line()).as(sql).isBetween(1, lines.length);
      String line = lines[fault.detail().line() - 1];
      int characters = line.codePointCount(0, line.length());
      assertThat(fault.detail().column()).as(sql).isBetween(1, characters + 1);
    }
  }
}
