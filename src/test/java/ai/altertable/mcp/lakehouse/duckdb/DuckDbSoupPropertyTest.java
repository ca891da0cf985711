package ai.altertable.mcp.lakehouse.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.SqlSoup;
import ai.altertable.mcp.testing.Fuzz;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any text as a statement for DuckDB: a clear fault, and a connection as good as before. */
class DuckDbSoupPropertyTest {
  private static FilesFixture files;
  private static QueryEngine engine;

  @BeforeContainer
  static void start() {
    files = new FilesFixture();
    files.text("t.csv", "a,b\n1,2\n");
    files.connect("files", "data");
    engine = files.engine("files");
  }

  @AfterContainer
  static void stop() {
    files.close();
  }

  private static void check(String sql) {
    SqlSoup.check(engine, sql, List.of(LakehouseFixture.FILES.toString(), "java.", "org.duckdb"));
  }

  @Provide
  Arbitrary<String> statements() {
    return SqlSoup.statements();
  }

  @Property(tries = 200)
  void authorsAreToldWhatIsWrong(@ForAll("statements") String sql) {
    check(sql);
  }

  @Example
  void longerAndTheConnectionIsGood() {
    Fuzz.more(SqlSoup.statements(), DuckDbSoupPropertyTest::check);

    assertThat(LakehouseFixture.rows(engine, "SELECT sum(a) + sum(b) FROM t"))
        .hasToString("[[\"3\"]]");
  }
}
