package ai.altertable.mcp.lakehouse.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Engines of other people that die or stall while a statement runs: what the caller is told, that
 * nothing is kept of them, and that the other catalogs do not notice.
 */
class DyingEnginesTest {
  /** Gives rows, and then takes for ever. */
  private static final String ENDLESS =
      "SELECT i, CASE WHEN i > 500 THEN pg_sleep(600)::text END FROM generate_series(1, 900) i";

  private static final JsonObject SHORT = new JsonObject().put("timeout_seconds", 2);

  private static Vertx vertx;
  private static EngineProduct product;
  private static Relay relay;
  private static FaultyCluster cluster;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    product = new EngineProduct();
    relay = new Relay(vertx, TestDatabase.create().access().admin().getPort());
    cluster = new FaultyCluster(vertx);
    product.connectPostgres(relay.port());
    product.connectTrino(cluster.url());
  }

  @AfterAll
  static void stop() {
    product.close();
    Await.get(vertx.close());
  }

  @AfterEach
  void nothingIsKept() {
    relay.stall(false);
    cluster.second(FaultyCluster.answering(FaultyCluster.LAST));
    Await.until(() -> product.metric("altertable_lakehouse_connections") == 0);
    Await.until(() -> cluster.open() == 0);
    assertThat(answers(EngineUnderTest.POSTGRES, "SELECT 1")).isEqualTo("[[1]]");
    assertThat(answers(EngineUnderTest.TRINO, "SELECT i FROM t")).isEqualTo("[[1],[2],[3]]");
  }

  private static String answers(EngineUnderTest engine, String sql) {
    return product.answer(engine, sql, new JsonObject()).getJsonArray("rows").encode();
  }

  private static void othersDoNotNotice() {
    assertThat(answers(EngineUnderTest.MANAGED, "SELECT 1")).isEqualTo("[[1]]");
  }

  private static CompletableFuture<String> failing(EngineUnderTest engine, String sql) {
    return CompletableFuture.supplyAsync(
        () -> product.error(engine, sql, new JsonObject().put("limit", 1000)));
  }

  @Test
  void aServerThatEndsTheSessionIsNamed() {
    CompletableFuture<String> failing = failing(EngineUnderTest.POSTGRES, ENDLESS);
    Await.until(() -> relay.open() > 0);
    Await.until(
        () -> {
          TestDatabase.execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'active'"
                  + " AND usename = '"
                  + product.login()
                  + "'");
          return failing.isDone();
        });

    assertThat(failing.join())
        .contains("The database of connection crm", "Try the same call again");
    othersDoNotNotice();
  }

  @Test
  void aConnectionThatIsCutIsNamed() {
    CompletableFuture<String> failing = failing(EngineUnderTest.POSTGRES, ENDLESS);
    Await.until(() -> relay.open() > 0);
    Await.until(
        () -> {
          relay.cut();
          return failing.isDone();
        });

    assertThat(failing.join())
        .contains("The database of connection crm does not answer", "Try the same call again");
    Await.until(() -> relay.open() == 0);
    othersDoNotNotice();
  }

  @Test
  void aServerThatStallsWhileItAnswersCostsTheCallersTimeAndNoMore() {
    assertThat(answers(EngineUnderTest.POSTGRES, "SELECT 1")).isEqualTo("[[1]]");
    // its connection has been put back, and is taken out again
    Await.until(() -> product.metric("altertable_lakehouse_connections") == 0);
    relay.stall(true);

    String text = product.error(EngineUnderTest.POSTGRES, "SELECT 2", SHORT);

    assertThat(text)
        .contains("The database of connection crm ", "Try the same call again in a few seconds");
    othersDoNotNotice();
  }

  @Test
  void aServerThatTakesConnectionsAndSaysNothingIsLetGoOf() {
    Await.until(() -> product.metric("altertable_lakehouse_connections") == 0);
    relay.cut();
    Await.until(() -> relay.open() == 0);
    relay.stall(true);

    CompletableFuture<String> failing = failing(EngineUnderTest.POSTGRES, "SELECT 3");
    Await.until(() -> relay.open() > 0);
    othersDoNotNotice();
    JsonObject listed =
        product
            .product
            .tool("list_connections", new JsonObject())
            .getJsonObject("structuredContent");

    assertThat(listed.getJsonArray("connections").stream().map(JsonObject.class::cast))
        .extracting(each -> each.getString("catalog"), each -> each.getBoolean("reachable"))
        .contains(tuple("lakehouse", true), tuple("crm", false), tuple("warehouse", true));
    assertThat(failing.join()).contains("The database of connection crm", "says nothing");
    Await.until(() -> relay.open() == 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|is overloaded",
        "502|is overloaded",
        "503|is overloaded",
        "500|HTTP status 500",
        "401|refuses the login",
      })
  void aClusterThatRefusesAPageIsNamed(int status, String why) {
    cluster.second(
        request -> request.response().setStatusCode(status).end("secret details of the cluster"));

    String text = product.error(EngineUnderTest.TRINO, "SELECT i FROM t", new JsonObject());

    assertThat(text).contains("The cluster of connection warehouse", why, "Hint:");
    assertThat(text).doesNotContain("secret");
    othersDoNotNotice();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "",
        "[]",
        "null",
        "{\"data\":5}",
        "{\"data\":[5]}",
        "{\"data\":[[]]}",
        "{\"error\":\"x\"}",
        "{\"error\":{\"errorLocation\":[]}}",
        "{\"data\":[[{\"a\":1}]]}",
      })
  void aClusterThatSaysWhatTrinoDoesNotIsNamed(String body) {
    cluster.second(FaultyCluster.answering(body));

    String text = product.error(EngineUnderTest.TRINO, "SELECT i FROM t", new JsonObject());

    assertThat(text)
        .contains("The cluster of connection warehouse", "not", "Try the same call again");
    othersDoNotNotice();
  }

  @Test
  void aClusterThatDropsEveryConnectionIsNamed() {
    cluster.second(request -> request.connection().close());

    String text = product.error(EngineUnderTest.TRINO, "SELECT i FROM t", new JsonObject());

    assertThat(text).contains("The cluster of connection warehouse cannot be reached");
    othersDoNotNotice();
  }

  /** As a proxy does that is restarted. */
  @Test
  void aPageWhoseConnectionWasDroppedIsAskedForAgain() {
    AtomicInteger asked = new AtomicInteger();
    Consumer<HttpServerRequest> whole = FaultyCluster.answering(FaultyCluster.LAST);
    cluster.second(
        request -> {
          if (asked.incrementAndGet() < 3) {
            request.connection().close();
          } else {
            whole.accept(request);
          }
        });

    assertThat(answers(EngineUnderTest.TRINO, "SELECT i FROM t")).isEqualTo("[[1],[2],[3]]");
  }

  @Test
  void aClusterThatStallsCostsTheCallersTimeAndIsToldToStop() {
    cluster.deleted.clear();
    cluster.second(request -> {});

    JsonObject answer = product.answer(EngineUnderTest.TRINO, "SELECT i FROM t", SHORT);

    assertThat(answer.getString("truncated_by")).isEqualTo("time");
    assertThat(answer.getJsonArray("rows").encode()).isEqualTo("[[1],[2]]");
    Await.until(() -> cluster.deleted.contains("/2"));
    othersDoNotNotice();
  }

  @Test
  void theClusterIsToldTheCallThatTheAuditLogNames() {
    cluster.traces.clear();

    assertThat(answers(EngineUnderTest.TRINO, "SELECT i FROM t")).isNotEmpty();

    assertThat(cluster.traces).hasSize(1);
    String audited =
        product.product.text("SELECT correlation_id FROM audit_event ORDER BY id DESC LIMIT 1");
    assertThat(cluster.traces.peek()).isEqualTo(audited);
  }
}
