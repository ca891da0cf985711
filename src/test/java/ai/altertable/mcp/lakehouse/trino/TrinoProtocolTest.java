package ai.altertable.mcp.lakehouse.trino;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.fault;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.lakehouse.QueryResult.TruncatedBy;
import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import ai.altertable.mcp.lakehouse.connection.TrinoSettings;
import ai.altertable.mcp.lakehouse.connection.TrinoSettings.Auth;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.platform.Cancellation;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.SelfSigned;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol, against a server that answers as the test wants it to. */
class TrinoProtocolTest {
  @TempDir private static Path directory;

  private static LakehouseFixture fixture;
  private static Tenant tenant;

  private final Queue<Consumer<HttpServerRequest>> answers = new ConcurrentLinkedQueue<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
  private final Queue<HttpServerRequest> requests = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private String origin;

  @BeforeAll
  static void start() {
    fixture = new LakehouseFixture();
    tenant = fixture.tenant("acme", "protocol");
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @AfterEach
  void close() {
    Await.get(server.close());
  }

  private QueryEngine engine() {
    return engine("http", new HttpServerOptions(), Auth.NONE, Optional.empty(), Optional.empty());
  }

  private QueryEngine engine(
      String scheme,
      HttpServerOptions options,
      Auth auth,
      Optional<String> secret,
      Optional<String> ca) {
    server = fixture.vertx.createHttpServer(options).requestHandler(this::serve);
    int port = Await.get(server.listen(0, "127.0.0.1")).actualPort();
    origin = scheme + "://localhost:" + port;
    return fixture.drivers.engine(
        new ExternalConnection(
            new ExternalConnection.Key(UUID.randomUUID(), 1),
            tenant,
            new CatalogInfo("warehouse", "W", "trino", "Trino", true, false, ""),
            new TrinoSettings(
                URI.create(origin), "ada", auth, "hive", Optional.of("sales"), Map.of(), ca),
            secret));
  }

  private void serve(HttpServerRequest request) {
    asked.add(request.method() + " " + request.path());
    requests.add(request);
    request
        .body()
        .onSuccess(
            body -> {
              bodies.add(body.toString());
              Consumer<HttpServerRequest> answer = answers.poll();
              if (answer == null) {
                request.response().setStatusCode(204).end();
              } else {
                answer.accept(request);
              }
            });
  }

  private void answer(JsonObject json) {
    answers.add(request -> request.response().end(json.toBuffer()));
  }

  private void status(int status) {
    answers.add(request -> request.response().setStatusCode(status).end("secret details"));
  }

  private JsonObject next(String path) {
    return new JsonObject().put("id", "q1").put("nextUri", origin + path);
  }

  private static JsonObject numbers(JsonObject answer, int from, int to) {
    JsonArray data = new JsonArray();
    for (int i = from; i <= to; i++) {
      data.add(new JsonArray().add(i));
    }
    return answer
        .put(
            "columns",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "i")
                        .put("type", "bigint")
                        .put("typeSignature", new JsonObject().put("rawType", "bigint"))))
        .put("data", data);
  }

  private static QueryRequest request(int offset, int limit) {
    return new QueryRequest(
        "SELECT i FROM t;",
        offset,
        limit,
        Duration.ofSeconds(10),
        LakehouseFixture.GRANT + "/t",
        false);
  }

  @Test
  void followsItsAddressesToTheEnd() {
    QueryEngine engine = engine();
    answer(next("/v1/statement/queued/1"));
    answer(next("/v1/statement/executing/2"));
    answer(numbers(next("/v1/statement/executing/3"), 1, 3));
    answer(numbers(new JsonObject(), 4, 5));

    QueryResult result = Await.get(engine.query(request(1, 10), new Cancellation()));

    assertThat(result.rows().encode()).isEqualTo("[[2],[3],[4],[5]]");
    assertThat(result.more().truncated()).isFalse();
    assertThat(asked)
        .containsExactly(
            "POST /v1/statement",
            "GET /v1/statement/queued/1",
            "GET /v1/statement/executing/2",
            "GET /v1/statement/executing/3");
    assertThat(bodies.peek()).isEqualTo("SELECT i FROM t ");
    HttpServerRequest first = requests.peek();
    assertThat(first.getHeader("X-Trino-User")).isEqualTo("ada");
    assertThat(first.getHeader("X-Trino-Source")).isEqualTo("altertable-mcp");
    assertThat(first.getHeader("X-Trino-Client-Info")).isEqualTo(LakehouseFixture.GRANT + "/t");
    assertThat(first.getHeader("X-Trino-Catalog")).isEqualTo("hive");
    assertThat(first.getHeader("X-Trino-Schema")).isEqualTo("sales");
    assertThat(first.getHeader("X-Trino-Session")).isEqualTo("query_max_run_time=10s");
    assertThat(first.getHeader("Authorization")).isNull();
  }

  @Test
  void endsAStatementWhoseRowsNobodyWants() {
    QueryEngine engine = engine();
    answer(numbers(next("/v1/statement/executing/2"), 1, 50));

    QueryResult result = Await.get(engine.query(request(0, 10), new Cancellation()));

    assertThat(result.rows()).hasSize(10);
    assertThat(result.more().truncatedBy()).isEqualTo(TruncatedBy.ROWS);
    Await.until(() -> asked.contains("DELETE /v1/statement/executing/2"));
  }

  @Test
  void asksForRowsOnlyWhenTheyAreWanted() {
    QueryEngine engine = engine();
    answer(numbers(next("/a"), 1, 2));
    answer(numbers(next("/b"), 3, 4));

    RowCursor cursor = Await.get(engine.open("SELECT i FROM t", "test", new Cancellation()));
    assertThat(asked).hasSize(1);
    assertThat(Await.get(cursor.next()).rows()).hasSize(2);
    assertThat(asked).hasSize(1);
    assertThat(Await.get(cursor.next()).rows()).hasSize(2);
    assertThat(asked).hasSize(2);
    Await.get(cursor.close());
    assertThat(asked).contains("DELETE /b");
  }

  @Test
  void cancelsOnTheCluster() {
    QueryEngine engine = engine();
    answer(next("/v1/statement/executing/1"));
    // it does not come back with an answer
    answers.add(request -> {});
    Cancellation cancellation = new Cancellation();
    var running = engine.query(request(0, 10), cancellation);
    Await.until(() -> asked.size() == 2);

    fixture.vertx.runOnContext(go -> cancellation.cancel());

    assertThat(fault(running).kind()).isEqualTo(Kind.CANCELLED);
    Await.until(() -> asked.contains("DELETE /v1/statement/executing/1"));
  }

  @Test
  void aClusterThatStallsRunsOutOfTime() {
    QueryEngine engine = engine();
    answer(numbers(next("/v1/statement/executing/1"), 1, 2));
    answers.add(request -> {});

    QueryResult result =
        Await.get(
            engine.query(
                new QueryRequest("SELECT 1", 0, 10, Duration.ofSeconds(4), "x/t", false),
                new Cancellation()));

    assertThat(result.more().truncatedBy()).isEqualTo(TruncatedBy.TIME);
    assertThat(result.rows()).hasSize(2);
    Await.until(() -> asked.contains("DELETE /v1/statement/executing/1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example.com/v1/statement/x",
        "https://localhost/v1/statement/x",
        "http://localhost:1/v1/statement/x",
        "http://localhost@evil.example.com/x",
        "file:///etc/passwd",
        "//evil/x",
        "not a uri"
      })
  void goesToNoOtherHost(String address) {
    QueryEngine engine = engine();
    answer(new JsonObject().put("nextUri", address));

    QueryFault fault = fault(engine.query(request(0, 1), new Cancellation()));

    assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(fault).hasMessageContaining("not its own");
    assertThat(asked).hasSize(1);
  }

  @Test
  void followsNoRedirect() {
    QueryEngine engine = engine();
    answers.add(
        request ->
            request
                .response()
                .setStatusCode(307)
                .putHeader("Location", origin + "/elsewhere")
                .end());

    assertThat(fault(engine.query(request(0, 1), new Cancellation()))).hasMessageContaining("307");
    assertThat(asked).hasSize(1);
  }

  @Test
  void triesAgainWhenTheClusterIsBusy() {
    QueryEngine engine = engine();
    status(503);
    answer(next("/a"));
    status(503);
    answer(numbers(new JsonObject(), 1, 1));

    assertThat(Await.get(engine.query(request(0, 1), new Cancellation())).rows()).hasSize(1);
  }

  @Test
  void tellsLineColumnAndKindOfAnError() {
    QueryEngine engine = engine();
    answer(
        new JsonObject()
            .put(
                "error",
                new JsonObject()
                    .put("message", "line 3:8: Column 'nope' cannot be resolved")
                    .put("errorName", "COLUMN_NOT_FOUND")
                    .put("errorType", "USER_ERROR")
                    .put(
                        "errorLocation",
                        new JsonObject().put("lineNumber", 3).put("columnNumber", 8))));

    QueryFault fault = fault(engine.validate("SELECT 1,\n nope", "test", new Cancellation()));

    assertThat(fault.kind()).isEqualTo(Kind.INVALID);
    assertThat(fault).hasMessage("Column 'nope' cannot be resolved");
    assertThat(fault.detail()).isEqualTo(new QueryFault.Detail("COLUMN_NOT_FOUND", 2, 8, null));
  }

  @Test
  void saysThatTheLoginIsRefusedAndNothingMore() {
    QueryEngine engine = engine();
    status(401);

    assertThat(fault(engine.query(request(0, 1), new Cancellation())))
        .hasMessageContaining("refuses the login")
        .hasMessageNotContaining("secret");
  }

  @Test
  void anAnswerThatIsNotTrinosIsToldAsSuch() {
    QueryEngine engine = engine();
    answers.add(request -> request.response().end(Buffer.buffer("<html>")));

    assertThat(fault(engine.query(request(0, 1), new Cancellation())))
        .hasMessageContaining("does not answer as Trino");
  }

  @Test
  void sendsCredentialsOverTlsOnlyToWhomItTrusts() {
    SelfSigned made = SelfSigned.create(directory);
    HttpServerOptions tls =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(made.certificate()))
                    .addKeyValue(Buffer.buffer(made.key())));
    QueryEngine trusting =
        engine("https", tls, Auth.JWT, Optional.of("token"), Optional.of(made.certificate()));
    answer(numbers(new JsonObject(), 1, 1));
    Await.get(trusting.query(request(0, 1), new Cancellation()));
    assertThat(requests.peek().getHeader("Authorization")).isEqualTo("Bearer token");
    Await.get(server.close());

    asked.clear();
    QueryEngine doubting =
        engine("https", tls, Auth.BASIC, Optional.of("password"), Optional.empty());
    assertThat(fault(doubting.query(request(0, 1), new Cancellation())))
        .hasMessageContaining("no certificate that is trusted");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into t values (1)",
        "delete from t",
        "update t set a = 1",
        "merge into t using s on true when matched then delete",
        "create table t as select 1",
        "drop table t",
        "call system.runtime.kill_query('x')",
        "set session query_max_run_time = '1h'",
        "start transaction",
        "analyze t",
        "grant select on t to u",
        "explain analyze select 1",
        "execute immediate 'drop table t'",
        "/* /* */ insert into t values (1) -- */ select 1",
        "-- x\rdrop table t",
        "selected",
        "with_x as",
        "; drop table t",
        "/* unterminated",
        "-- select 1",
        "  ",
      })
  void letsOnlyQueriesThrough(String sql) {
    QueryEngine engine = engine();

    assertThat(
            fault(
                    engine.query(
                        new QueryRequest(sql, 0, 1, Duration.ofSeconds(5), "x/t", false),
                        new Cancellation()))
                .kind())
        .isEqualTo(Kind.INVALID);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "SELECT ';'",
        "/* c */ with x as (select 1) select * from x",
        "-- c\n values 1",
        "(select 1)",
        "table t",
      })
  void sendsQueriesAsTheyAre(String sql) {
    assertThat(TrinoText.pass(sql)).isEqualTo(sql);
    engine();
  }

  @Test
  void takesSemicolonsFromTheEndOnly() {
    engine();
    assertThat(List.of("select ';' ; -- ;", "select 1;;"))
        .map(TrinoText::pass)
        .containsExactly("select ';'   --  ", "select 1  ");
  }
}
