package ai.altertable.mcp.lakehouse.duckdb;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.await;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.fault;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.platform.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements that try to get out of their folder, to write, or to change the engine. */
class DuckDbIsolationTest {
  private static FilesFixture files;
  private static Path neighbour;

  private QueryEngine engine() {
    return files.engine("files");
  }

  @BeforeAll
  static void start() throws IOException {
    files = new FilesFixture();
    files.write(
        "COPY (SELECT i AS id, 'note ' || i AS note FROM range(3) t(i)) TO '{folder}/orders.parquet'");
    files.text("people.csv", "name,age\nAda,36\nGrace,85\n");
    files.text("log.ndjson", "{\"at\":\"2026-01-01\",\"n\":1}\n{\"at\":\"2026-01-02\",\"n\":2}\n");
    files.text("events/day=1/part.csv", "n\n1\n");
    files.text("events/day=2/part.csv", "n\n2\n");
    files.text("it's; \"odd\" -- name.csv", "a\n7\n");
    files.text("star*.csv", "a\n1\n");
    files.text("range[0].csv", "a\n1\n");
    files.text(".hidden.csv", "a\n1\n");
    files.text("broken.parquet", "no parquet at all");
    files.text("readme.txt", "secret notes");
    neighbour = files.folder.resolveSibling("neighbour");
    FilesFixture.make(neighbour);
    Files.writeString(neighbour.resolve("secret.csv"), "secret\nrival\n");
    Files.createSymbolicLink(files.folder.resolve("link.csv"), neighbour.resolve("secret.csv"));
    Files.createSymbolicLink(files.folder.resolve("linked"), neighbour);
    files.connect("files", "data");
    files.connect("nowhere", "nowhere");
  }

  @AfterAll
  static void stop() {
    files.close();
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    assertThat(rows(engine(), "SELECT count(*), max(note) FROM orders"))
        .hasToString("[[3,\"note 2\"]]");
    try (Stream<Path> left = Files.list(files.folder)) {
      assertThat(left).hasSize(13 - 1);
    }
  }

  static Stream<String> refused() {
    String folder = files.folder.toString();
    String secret = neighbour.resolve("secret.csv").toString();
    return Stream.of(
        // not a query
        "begin",
        "commit",
        "rollback",
        "checkpoint",
        "vacuum",
        "analyze",
        "set threads = 8",
        "set memory_limit = '8GB'",
        "reset memory_limit",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set allowed_directories = ['/']",
        "set schema = 'x'",
        "set variable x = 1",
        "pragma threads=8",
        "pragma database_list",
        "pragma enable_profiling",
        "pragma memory_limit='8GB'",
        "pragma version",
        "use memory",
        "attach ':memory:' as other",
        "attach '/tmp/x.db' as x",
        "attach '" + folder + "/orders.parquet' as x",
        "detach memory",
        "install httpfs",
        "load httpfs",
        "force install x from 'http://x.invalid'",
        "update extensions",
        "create secret (type s3)",
        "create table t (a int)",
        "create temp table t as select 1",
        "create view v as select 1",
        "create or replace view orders as select 1",
        "create macro m() as 1",
        "create type t as enum ('a')",
        "create schema s",
        "create sequence s",
        "create index i on orders (id)",
        "drop view orders",
        "alter view orders rename to x",
        "comment on view orders is 'x'",
        "insert into orders values (9, 'x')",
        "update orders set note = 'x'",
        "delete from orders",
        "truncate orders",
        "merge into orders o using (select 1 as id) s on o.id = s.id when matched then delete",
        "copy orders to '" + folder + "/out.csv'",
        "copy orders to '/tmp/out.csv'",
        "copy (select 1) to '" + folder + "/orders.parquet'",
        "copy orders from '/etc/passwd'",
        "copy from database memory to other",
        "export database '/tmp/x'",
        "import database '/tmp/x'",
        "call pragma_version()",
        "prepare p as select 1",
        "execute p",
        "deallocate p",
        "explain select 1",
        "explain analyze select 1",
        // several statements
        "select 1; select 2",
        "select 1; drop view orders",
        "select 1; commit; select 2",
        "; drop view orders",
        "select 1;; delete from orders",
        // out of the subquery
        "select 1) as q(c0); drop view orders; --",
        "select 1) as x; commit --",
        "select 1) union all (select 2",
        "select 1 /*",
        "select 'x",
        "select \"x",
        "select $tag$ x",
        "select 1 -- \n; commit",
        // writes in a query
        "with x as (delete from orders returning *) select * from x",
        "with x as (insert into orders values (9, 'x') returning id) select id from x",
        "with x as (update orders set id = 1 returning id) select id from x",
        "select * from (with x as (delete from orders returning *) select * from x)",
        "select (with x as (delete from orders returning *) select count(*) from x)",
        "with x as (copy (select 1) to '" + folder + "/x.csv') select 1",
        "with x as (create temp table t as select 1) select 1",
        "select 1 into t",
        "select nextval('s')",
        "from query('delete from orders')",
        "from query('attach '':memory:'' as x')",
        "select * from query('create temp table t as select 1')",
        // other files
        "select * from read_text('/etc/passwd')",
        "select * from read_blob('/etc/passwd')",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from read_csv('" + secret + "')",
        "select * from '" + secret + "'",
        "select * from read_csv('" + folder + "/../neighbour/secret.csv')",
        "select * from read_csv('" + folder + "/link.csv')",
        "select * from read_csv('" + folder + "/linked/secret.csv')",
        "select * from read_csv('file://" + secret + "')",
        "select * from read_text('" + folder + "/readme.txt')",
        "select * from read_csv('" + folder + "/*.csv')",
        "select * from glob('/*')",
        "select * from glob('" + folder + "/*')",
        "select * from read_parquet('https://example.com/x.parquet')",
        "select * from read_parquet('s3://bucket/x.parquet')",
        "select * from read_json('http://169.254.169.254/latest/meta-data')",
        "select * from parquet_schema('/etc/passwd')",
        "select * from sniff_csv('/etc/passwd')",
        "select * from read_duckdb('/tmp/x.db')",
        "select * from sqlite_scan('/tmp/x', 'y')",
        "select * from postgres_scan('host=127.0.0.1', 'a', 'b')",
        "select * from '/proc/self/environ'",
        "select * from '/dev/stdin'",
        "select * from linked",
        "select * from \"link\"",
        "select * from broken",
        "select getenv('HOME')",
        "select * from pragma_user_agent_x()",
        // json_* of the gate itself
        "select * from json_execute_serialized_sql(json_serialize_sql('delete from orders'))",
        // texts that are not one
        "",
        "   \n\t",
        "-- nothing",
        "/* */",
        "select '\0'",
        "select $1",
        "select ?",
        "select " + "x".repeat(300_000),
        "select " + "(".repeat(50_000) + "1" + ")".repeat(50_000),
        "select " + "1+".repeat(100_000) + "1");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(String sql) {
    QueryFault fault = fault(engine().query(quick(sql), new Cancellation()));

    assertThat(fault.kind())
        .isIn(QueryFault.Kind.INVALID, QueryFault.Kind.FORBIDDEN, QueryFault.Kind.UNAVAILABLE);
    assertThat(fault.getMessage()).hasSizeLessThan(1100).doesNotContain("rival");
  }

  static Stream<String> exhausting() {
    return Stream.of(
        "select count(*) from range(1000000000) a, range(1000000000) b where a.range * b.range = -1",
        "with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r",
        "select count(*) from (select range from range(200000000) order by random())",
        "select list(range) from range(500000000)",
        "select string_agg(rpad('x', 1000000, 'x'), '') from range(2000)",
        "with recursive r(s, n) as (select 'xxxxxxxxxx', 1 union all select s || s, n + 1 from r"
            + " where n < 30) select max(length(s)) from r");
  }

  @ParameterizedTest
  @MethodSource("exhausting")
  void stops(String sql) {
    QueryFault fault = fault(engine().query(quick(sql), new Cancellation()));

    assertThat(fault.kind()).isIn(QueryFault.Kind.TIMEOUT, QueryFault.Kind.TOO_LARGE);
  }

  static Stream<String> harmless() {
    return Stream.of(
        "select 1 -- ; commit",
        "select ';commit;'",
        "select ';';",
        "select $$; commit$$ as a;",
        "select 'a''b' as \"; c\"",
        "from orders",
        "table orders",
        "values (1), (2)",
        "describe orders",
        "summarize orders",
        "show tables",
        "with recursive r(n) as (select 1 union all select n + 1 from r where n < 1000)"
            + " select max(n) from r",
        "select * exclude (note) from orders order by all",
        "select * from duckdb_settings() limit 1",
        "select current_setting('enable_external_access')",
        "select count(*) from information_schema.tables",
        "select name from people where age > 40",
        "select n + 1 from events where day = 2",
        "select * from log",
        "select a from \"it's; \"\"odd\"\" -- name\"",
        "select 1 limit 0");
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void runs(String sql) {
    assertThat(await(engine().query(quick(sql), new Cancellation())).columns()).isNotEmpty();
  }

  @Test
  void filesAndFoldersAreTablesHoweverTheyAreCalled() {
    assertThat(await(engine().tables("test", new Cancellation())))
        .extracting(TableInfo::name)
        .containsExactly("events", "it's; \"odd\" -- name", "log", "orders", "people");
    TableInfo orders = await(engine().tables("test", new Cancellation())).get(3);
    assertThat(orders.estimatedRows()).isEqualTo(3);
    assertThat(orders.comment()).isEqualTo("Parquet");
    assertThat(orders.columns()).extracting("name").containsExactly("id", "note");
    assertThat(rows(engine(), "SELECT day, n FROM events ORDER BY day"))
        .hasToString("[[1,1], [2,2]]");
  }

  @Test
  void locksItsSettings() {
    assertThat(
            rows(
                engine(),
                "SELECT value FROM duckdb_settings() WHERE name IN ('enable_external_access',"
                    + " 'lock_configuration', 'threads', 'autoinstall_known_extensions')"
                    + " ORDER BY name"))
        .hasToString("[[\"false\"], [\"false\"], [\"true\"], [\"1\"]]");
  }

  @Test
  void aFolderThatIsNotThereIsToldWithoutTheServersPaths() {
    QueryFault fault = fault(files.engine("nowhere").ping());

    assertThat(fault.kind()).isEqualTo(QueryFault.Kind.UNAVAILABLE);
    assertThat(fault + String.valueOf(fault.detail().hint()))
        .contains("nowhere")
        .doesNotContain(LakehouseFixture.FILES.toString());
  }

  private static QueryRequest quick(String sql) {
    return new QueryRequest(
        sql, 0, 100, Duration.ofSeconds(3), LakehouseFixture.GRANT + "/test", false);
  }
}
