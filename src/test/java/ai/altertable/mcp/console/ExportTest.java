package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.config.ExportsConfig;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.export.Exports;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.platform.TrustedProxies;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RecordedAudit;
import ai.altertable.mcp.tools.SampleData;
import ai.altertable.mcp.tools.ToolHarness;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole results by link: made by a tool call, used over HTTP. */
class ExportTest {
  /** More than a cursor, its pipes and sockets hold. */
  private static final String ENDLESS =
      "SELECT repeat('x', 1000) || generate_series(1, 100000000) AS filler";

  private static ToolHarness harness;
  private static RecordedAudit audit;
  private static HttpServer server;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    harness = new ToolHarness();
    SampleData.load(harness);
    audit = new RecordedAudit();
    Exports exports =
        new Exports(
            harness.vertx,
            harness.fixture.exports,
            harness.lakehouse,
            audit,
            new ExportsConfig(Duration.ofMinutes(10), 1, 2));
    exports.follow(harness.vertx.eventBus());
    Router router = Router.router(harness.vertx);
    new ExportDownload(exports, Pages.load(harness.vertx, false))
        .mount(router, new RequestOrigins(new TrustedProxies(List.of())));
    server =
        Await.get(harness.vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @BeforeEach
  void grant() {
    execute("DELETE FROM oauth_grant");
    execute(
        "INSERT INTO app_user (id, email, name, password_hash) VALUES"
            + " ('00000000-0000-4000-8000-0000000000aa', 'ada@example.com', 'Ada', 'none')"
            + " ON CONFLICT DO NOTHING");
    execute(
        "INSERT INTO oauth_client (id, kind, name, grant_types, auth_method) VALUES ('export-test',"
            + " 'registered', 'Export test', '{}', 'none') ON CONFLICT DO NOTHING");
    execute(
        ("INSERT INTO oauth_grant (id, client_id, user_id, environment_id, scope, resource,"
                + " expires_at) VALUES ('%s', 'export-test',"
                + " '00000000-0000-4000-8000-0000000000aa', '%s', '{read}', 'r',"
                + " now() + interval '1 day')")
            .formatted(LakehouseFixture.GRANT, harness.production.environmentId()));
  }

  private static void execute(String sql) {
    Await.get(harness.fixture.platform.pool().query(sql).execute());
  }

  private static JsonObject query(String sql, String format) {
    return harness.ok(
        harness.production,
        "query_lakehouse",
        new JsonObject().put("statement", sql).put("limit", 1).put("export", format));
  }

  private static URI link(String sql, String format) {
    URI url = URI.create(query(sql, format).getString("export_url"));
    assertThat(url.toString()).startsWith("https://app.example.com/exports/demo/production/");
    return URI.create("http://127.0.0.1:" + server.actualPort() + url.getPath());
  }

  private static HttpResponse<String> get(URI link) throws Exception {
    return http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
  }

  @Test
  void aLinkGivesEveryRowWhateverThePageHeld() throws Exception {
    HttpResponse<String> answer = get(link("SELECT id, total FROM shop.orders ORDER BY id", "csv"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Disposition").get())
        .matches("attachment; filename=\"production-\\d{8}T\\d{6}Z\\.csv\"");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    List<String> lines = answer.body().lines().toList();
    assertThat(lines).hasSize(2501).startsWith("id,total", "1,1.25");
    assertThat(lines.get(2500)).isEqualTo("2500,3125.00");
  }

  @Test
  void aLinkIsGoodOnceAndToldNowhereElse() throws Exception {
    URI link = link("SELECT 1 AS one", "ndjson");
    String token = link.getPath().substring(link.getPath().lastIndexOf('/') + 1);
    String rows =
        Await.get(
                harness.fixture.platform.inEnvironment(
                    harness.production.environmentId(),
                    connection -> connection.query("SELECT l::text FROM export_link l").execute()))
            .iterator()
            .next()
            .getString(0);

    assertThat(token).hasSize(43);
    assertThat(rows).doesNotContain(token).doesNotContain("SELECT 1");
    assertThat(get(link).body()).isEqualTo("{\"one\":1}\n");
    assertThat(get(link).statusCode()).isEqualTo(410);
  }

  @Test
  void aLinkEndsWithItsTimeAndWithItsGrantAndIsOfItsEnvironment() throws Exception {
    URI late = link("SELECT 1", "csv");
    Await.get(
        harness.fixture.platform.inEnvironment(
            harness.production.environmentId(),
            connection ->
                connection
                    .query("UPDATE export_link SET expires_at = now() - interval '1 second'")
                    .execute()));
    URI revoked = link("SELECT 1", "csv");
    URI elsewhere = URI.create(link("SELECT 1", "csv").toString().replace("production", "staging"));
    execute("UPDATE oauth_grant SET revoked_at = now()");

    assertThat(get(late).statusCode()).isEqualTo(410);
    assertThat(get(revoked).statusCode()).isEqualTo(410);
    assertThat(get(elsewhere).statusCode()).isEqualTo(410);
    assertThat(get(late.resolve("guess")).statusCode()).isEqualTo(410);
  }

  @Test
  void aBrowserThatLooksAheadDoesNotUseALinkUp() throws Exception {
    URI link = link("SELECT 1 AS one", "csv");
    HttpRequest ahead =
        HttpRequest.newBuilder(link).header("Sec-Purpose", "prefetch;prerender").build();

    assertThat(http.send(ahead, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    assertThat(get(link).body()).isEqualTo("one\r\n1\r\n");
  }

  @Test
  void lookingAtALinkDoesNotUseItUp() throws Exception {
    URI link = link("SELECT 1 AS one", "csv");
    HttpRequest head = HttpRequest.newBuilder(link).method("HEAD", BodyPublishers.noBody()).build();
    HttpRequest browser =
        HttpRequest.newBuilder(link).header("Accept", "text/html,*/*;q=0.8").build();
    HttpRequest preview =
        HttpRequest.newBuilder(link)
            .header("Accept", "*/*")
            .header("User-Agent", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)")
            .build();
    HttpRequest button = HttpRequest.newBuilder(link).POST(BodyPublishers.noBody()).build();

    HttpResponse<String> described = http.send(head, BodyHandlers.ofString());
    assertThat(described.statusCode()).isEqualTo(200);
    assertThat(described.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    for (HttpRequest look : List.of(browser, preview)) {
      HttpResponse<String> page = http.send(look, BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
      assertThat(page.body())
          .contains("<form method=\"post\">", "as CSV", "demo/production")
          .doesNotContain(link.getPath());
    }
    assertThat(http.send(button, BodyHandlers.ofString()).body()).isEqualTo("one\r\n1\r\n");

    assertThat(http.send(button, BodyHandlers.ofString()).statusCode()).isEqualTo(410);
    assertThat(http.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(410);
    HttpResponse<String> gone = http.send(browser, BodyHandlers.ofString());
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(gone.body()).contains("no good any more").doesNotContain("<form");
  }

  @Test
  void everyKindOfValueIsWrittenAsAQueryAnswersIt() throws Exception {
    String sql =
        "SELECT -7::int8 AS i, 9007199254740993 AS wide, -1234567890123456::int8 AS long,"
            + " 0.1::float8 AS f, 1e300::float8 AS big, 5::float8 AS whole, 'NaN'::float8 AS nan,"
            + " '-Infinity'::float4 AS inf, true AS yes, 12.50::numeric(10,2) AS money,"
            + " timestamptz '2026-11-25 01:02:03.4+00' AS at, timestamp '2026-11-25 00:00' AS local,"
            + " timestamp 'infinity' AS never, date '2026-11-25' AS day, time '01:02:03' AS hour,"
            + " interval '1 day 2 hours' AS span, E'\\\\x00ff'::bytea AS raw,"
            + " '6f1b1c1e-0000-4000-8000-000000000001'::uuid AS id, ARRAY[1,NULL,3] AS list,"
            + " '{\"k\": [1, null]}'::jsonb AS j, 'null'::json AS jnull, NULL::text AS none,"
            + " E'tab\\t\"q\" back\\\\ bell\\x07 é 漢 😀' AS odd, '' AS empty, ROW(1,'x') AS pair";
    JsonObject answer = query(sql, "ndjson");
    JsonObject exported =
        new JsonObject(
            get(URI.create(
                    "http://127.0.0.1:"
                        + server.actualPort()
                        + URI.create(answer.getString("export_url")).getPath()))
                .body());

    JsonArray row = answer.getJsonArray("rows").getJsonArray(0);
    JsonArray columns = answer.getJsonArray("columns");
    assertThat(columns).hasSameSizeAs(exported.fieldNames());
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.getJsonObject(i).getString("name");
      Object wanted = row.getValue(i);
      Object found = exported.getValue(name);
      // a number is the same however many digits it is written with
      if (wanted instanceof Number number) {
        assertThat(((Number) found).doubleValue()).as(name).isEqualTo(number.doubleValue());
      } else {
        assertThat(found).as(name).isEqualTo(wanted);
      }
    }
  }

  @Test
  void formulasAndQuotesAreHarmlessInCsvAndExactElsewhere() throws Exception {
    String sql =
        "SELECT '=HYPERLINK(\"http://evil\")' AS a, '-12.50'::numeric AS b, '' AS c, NULL AS d,"
            + " E'x,\"y\"\\nz' AS e, '@cmd' AS f, '-1+cmd' AS a, '{\"k\":[1]}'::jsonb AS j";

    assertThat(get(link(sql, "csv")).body())
        .isEqualTo(
            "a,b,c,d,e,f,a,j\r\n\"'=HYPERLINK(\"\"http://evil\"\")\",-12.50,\"\",,"
                + "\"x,\"\"y\"\"\nz\",\"'@cmd\",\"'-1+cmd\",\"{\"\"k\"\":[1]}\"\r\n");
    assertThat(new JsonObject(get(link(sql, "ndjson")).body()))
        .isEqualTo(
            new JsonObject()
                .put("a", "=HYPERLINK(\"http://evil\")")
                .put("b", "-12.50")
                .put("c", "")
                .put("d", null)
                .put("e", "x,\"y\"\nz")
                .put("f", "@cmd")
                .put("a_2", "-1+cmd")
                .put("j", new JsonObject().put("k", new JsonArray().add(1))));
  }

  @Test
  void parquetIsReadBackExactly(@TempDir Path folder) throws Exception {
    String sql =
        "SELECT g AS i, 9007199254740993 + g AS wide, g::float8 / 7 AS f, 'NaN'::float8 AS nan,"
            + " '-Infinity'::float8 AS inf, g % 3 = 0 AS flag, (g / 8.0)::numeric(20,4) AS money,"
            + " timestamptz '2026-11-25 01:02:03.456789+02' + g * interval '1 second' AS at,"
            + " timestamp '0044-03-15 12:00:00 BC' AS ides, timestamp 'infinity' AS never,"
            + " date '1969-12-31' AS day, CASE WHEN g % 2 = 0 THEN 'é' || g END AS t,"
            + " ARRAY[g, NULL] AS list FROM generate_series(1, 100000) g";
    Path file = folder.resolve("rows.parquet");
    HttpResponse<Path> answer =
        http.send(HttpRequest.newBuilder(link(sql, "parquet")).build(), BodyHandlers.ofFile(file));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(duckDb("SELECT column_type FROM (DESCRIBE SELECT * FROM '" + file + "')"))
        .containsExactly(
            "BIGINT",
            "BIGINT",
            "DOUBLE",
            "DOUBLE",
            "DOUBLE",
            "BOOLEAN",
            "VARCHAR",
            "TIMESTAMP WITH TIME ZONE",
            "TIMESTAMP",
            "TIMESTAMP",
            "DATE",
            "VARCHAR",
            "VARCHAR");
    assertThat(
            duckDb(
                "SELECT concat_ws(' ', count(*), sum(i), sum(wide), count(t), count(flag),"
                    + " count(*) FILTER (flag), sum(CAST(money AS DECIMAL(20,4))),"
                    + " count(DISTINCT \"at\"), bool_and(isnan(nan)), bool_and(isinf(inf)),"
                    + " min(ides), min(never), min(day)) FROM '"
                    + file
                    + "'"))
        .containsExactly(
            "100000 5000050000 900719925479099350000 50000 100000 33333"
                + " 625006250.0000 100000 true true 0044-03-15 (BC) 12:00:00 infinity 1969-12-31");
    assertThat(
            duckDb(
                "SET TimeZone = 'UTC'; SELECT concat_ws('|', \"at\", t, list, f = 2/7::DOUBLE) FROM '"
                    + file
                    + "' WHERE i = 2"))
        .containsExactly("2026-11-24 23:02:05.456789+00|é2|[2,null]|true");
  }

  /** Of several row groups, and in each several pages of a column, also where it packs well. */
  @Test
  void aLongParquetFileIsReadBackExactly(@TempDir Path folder) throws Exception {
    String sql =
        "SELECT g::int AS i, 7 AS same, CASE WHEN g % 5 > 0 THEN 'n' || g END AS t"
            + " FROM generate_series(1, 1200000) g";
    Path file = folder.resolve("rows.parquet");
    http.send(HttpRequest.newBuilder(link(sql, "parquet")).build(), BodyHandlers.ofFile(file));

    assertThat(
            duckDb(
                "SELECT concat_ws(' ', count(*), sum(i), sum(same), count(t),"
                    + " count(*) FILTER (t = 'n' || i), max(file_row_number - i)) FROM read_parquet('"
                    + file
                    + "', file_row_number = true)"))
        .containsExactly("1200000 720000600000 8400000 960000 960000 -1");
    assertThat(
            duckDb(
                "SELECT concat_ws(' ', count(DISTINCT row_group_id) > 1,"
                    + " max(row_group_num_rows) <= 1050000) FROM parquet_metadata('"
                    + file
                    + "')"))
        .containsExactly("true true");
  }

  private static List<String> duckDb(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet read = statement.executeQuery(sql)) {
      while (read.next()) {
        rows.add(read.getString(1));
      }
    }
    return rows;
  }

  @Test
  void anEmptyResultIsAWholeFileToo(@TempDir Path folder) throws Exception {
    String sql = "SELECT 1 AS a, 'x' AS b WHERE false";
    Path file = folder.resolve("none.parquet");
    http.send(HttpRequest.newBuilder(link(sql, "parquet")).build(), BodyHandlers.ofFile(file));

    assertThat(get(link(sql, "csv")).body()).isEqualTo("a,b\r\n");
    assertThat(get(link(sql, "ndjson")).body()).isEmpty();
    assertThat(duckDb("SELECT count(*) FROM '" + file + "'")).containsExactly("0");
  }

  @Test
  void aSlowReaderMakesTheEngineWaitAndADisconnectEndsTheStatement() throws Exception {
    HttpResponse<InputStream> open =
        http.send(
            HttpRequest.newBuilder(link(ENDLESS, "csv")).build(), BodyHandlers.ofInputStream());
    assertThat(open.body().readNBytes(1000)).hasSize(1000);
    // nobody reads on: the session idles in its transaction, holding the cursor
    Await.until(() -> sessions("idle in transaction") == 1);

    open.body().close();
    Await.until(() -> sessions("idle in transaction") == 0 && sessions("active") == 0);
    Await.until(() -> audit.lines().contains("result.export cancelled"));
  }

  private static long sessions(String state) {
    return harness
        .fixture
        .asSuperuser(
            harness.production,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND state = '"
                + state
                + "'")
        .iterator()
        .next()
        .getLong(0);
  }

  @Test
  void aGrantThatEndsCutsOffItsExports() throws Exception {
    HttpResponse<InputStream> open =
        http.send(
            HttpRequest.newBuilder(link(ENDLESS, "csv")).build(), BodyHandlers.ofInputStream());
    assertThat(open.body().readNBytes(1000)).hasSize(1000);

    harness
        .vertx
        .eventBus()
        .publish(Addresses.GRANT_REVOKED, new GrantRevoked(LakehouseFixture.GRANT));

    assertThatThrownBy(() -> open.body().transferTo(Files.newOutputStream(Path.of("/dev/null"))))
        .isInstanceOf(IOException.class);
    Await.until(() -> sessions("idle in transaction") == 0);
  }

  @Test
  void tooManyAtATimeAreToldToComeAgainAndKeepTheirLink() throws Exception {
    URI second = link("SELECT 1 AS one", "csv");
    HttpResponse<InputStream> open =
        http.send(
            HttpRequest.newBuilder(link(ENDLESS, "csv")).build(), BodyHandlers.ofInputStream());
    assertThat(open.body().readNBytes(10)).hasSize(10);

    HttpResponse<String> busy = get(second);
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.headers().firstValue("Retry-After")).isPresent();

    open.body().close();
    Await.until(() -> sessions("idle in transaction") == 0);
    Await.until(() -> statusOf(second) == 200);
  }

  private static int statusOf(URI link) {
    try {
      return get(link).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStatementThatFailsWhileItRunsLeavesNoFileThatLooksWhole() {
    URI link = link("SELECT 1 / (50000 - g) AS x FROM generate_series(1, 60000) g", "csv");

    assertThatThrownBy(() -> get(link)).isInstanceOf(IOException.class);
    Await.until(() -> sessions("idle in transaction") == 0);
  }
}
