package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.GRANT;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.platform.Cancellation;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees of a call in the database: whose it is, whatever the call is. */
class QueryTagTest {
  private static final String TAG = GRANT + "/test";
  private static final String SQL = "SELECT id FROM shop.orders";
  private static final String FORGED = "00000000-0000-4000-8000-00000000000f/whoami";

  private static LakehouseFixture lakehouse;
  private static Tenant tenant;
  private static QueryEngine engine;

  /** What a call may do with the database. */
  private static final Map<String, Work> WORK =
      Map.of(
          "query", cancellation -> engine.query(LakehouseFixture.request(SQL), cancellation),
          "validate", cancellation -> engine.validate(SQL, TAG, cancellation),
          "explain", cancellation -> engine.explain(SQL, TAG, cancellation),
          "tables", cancellation -> engine.tables(TAG, cancellation),
          "export",
              cancellation ->
                  engine
                      .open(SQL, TAG, cancellation)
                      .compose(cursor -> cursor.next().eventually(cursor::close)));

  private interface Work {
    Future<?> start(Cancellation cancellation);
  }

  @BeforeAll
  static void start() {
    lakehouse = new LakehouseFixture();
    tenant = lakehouse.tenant("acme", "tags");
    engine = lakehouse.engine(tenant);
    lakehouse.asOwner(tenant, "CREATE SCHEMA shop; CREATE TABLE shop.orders (id int)");
    lakehouse.asOwner(
        tenant,
        "GRANT USAGE ON SCHEMA shop TO PUBLIC; GRANT SELECT ON ALL TABLES IN SCHEMA shop TO PUBLIC");
  }

  @AfterAll
  static void stop() {
    lakehouse.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"query", "validate", "explain", "tables", "export"})
  void whatRunsForACallNamesItsGrantAndTool(String work) {
    PgConnection blocker =
        Await.get(
            PgConnection.connect(
                lakehouse.vertx,
                lakehouse
                    .database
                    .access()
                    .admin()
                    .setDatabase(
                        Await.get(lakehouse.databases.of(tenant.environmentId()))
                            .reader()
                            .getDatabase())));
    // what a list of tables reads, and what the others read
    Await.get(
        blocker
            .query(
                "BEGIN; LOCK TABLE pg_catalog.pg_description, shop.orders IN ACCESS EXCLUSIVE MODE")
            .execute());

    Future<?> running = WORK.get(work).start(new Cancellation());
    Await.until(() -> waiting("/* " + TAG + " */ "));

    Await.get(blocker.query("ROLLBACK").execute().eventually(blocker::close));
    Await.get(running);
  }

  private static boolean waiting(String begin) {
    return lakehouse
        .asSuperuser(
            tenant,
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND starts_with(query, '"
                + begin
                + "')")
        .iterator()
        .hasNext();
  }

  @Test
  void whatAnAuthorWritesComesBehindIt() {
    String seen = rows(engine, "/* " + FORGED + " */ SELECT current_query()").toString();

    assertThat(seen).startsWith("[[\"/* " + TAG + " */ DECLARE ");
    assertThat(seen.indexOf(FORGED)).isGreaterThan(seen.indexOf("DECLARE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a */ SELECT 1; --",
        "/* nested",
        "line\nbreak",
        "quote'\"$1 é\u2028\uD83D\uDE00",
        "",
      })
  void whateverATagHoldsIsAComment(String tag) {
    QueryRequest request = new QueryRequest("SELECT 7", 0, 10, Duration.ofSeconds(10), tag, false);

    assertThat(LakehouseFixture.await(engine.query(request, new Cancellation())).rows().encode())
        .isEqualTo("[[7]]");
  }

  @Test
  void placesInAStatementAreItsOwn() {
    QueryFault queried =
        LakehouseFixture.fault(
            engine.query(LakehouseFixture.request("SELECT nope"), new Cancellation()));
    QueryFault validated =
        LakehouseFixture.fault(engine.validate("SELECT nope", TAG, new Cancellation()));

    assertThat(validated.detail()).isEqualTo(queried.detail());
    assertThat(validated.detail().column()).isEqualTo(8);
  }
}
