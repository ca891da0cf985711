package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.await;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabase;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabases;
import ai.altertable.mcp.lakehouse.postgres.PostgresEngine;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EnvironmentDatabasesTest {
  private static LakehouseFixture lakehouse;

  @BeforeAll
  static void start() {
    lakehouse = new LakehouseFixture();
  }

  @AfterAll
  static void stop() {
    lakehouse.close();
  }

  @Test
  void manyNodesAtOnceMakeOneDatabase() {
    Tenant tenant = lakehouse.tenant("acme", "race");
    List<Future<EnvironmentDatabase>> made = new ArrayList<>();
    for (int node = 0; node < 3; node++) {
      EnvironmentDatabases databases = node(lakehouse.database.access().admin());
      made.add(databases.of(tenant.environmentId()));
      made.add(databases.of(tenant.environmentId()));
    }

    assertThat(made.stream().map(LakehouseFixture::await).map(d -> d.reader().getDatabase()))
        .hasSize(6)
        .containsOnly(await(made.get(0)).reader().getDatabase());
    assertWorks(await(made.get(5)));
  }

  @Test
  void nextOneFinishesWhatADeadCreatorBegan() {
    Tenant tenant = lakehouse.tenant("acme", "takeover");
    EnvironmentDatabase first = await(lakehouse.databases.of(tenant.environmentId()));
    undo(tenant, "DROP DATABASE " + first.reader().getDatabase());
    superuser("ALTER ROLE " + first.reader().getUser() + " PASSWORD 'of the dead'");
    superuser("DROP ROLE " + first.owner().getUser());

    EnvironmentDatabase second =
        await(node(lakehouse.database.access().admin()).of(tenant.environmentId()));

    assertThat(second.reader().getDatabase()).isEqualTo(first.reader().getDatabase());
    assertWorks(second);
  }

  @Test
  void nextOneReplacesADatabaseWhoseCreationWasInterrupted() {
    Tenant tenant = lakehouse.tenant("acme", "interrupted");
    EnvironmentDatabase first = await(lakehouse.databases.of(tenant.environmentId()));
    undo(
        tenant,
        "UPDATE pg_database SET datconnlimit = -2 WHERE datname = '"
            + first.reader().getDatabase()
            + "'");

    assertWorks(await(node(lakehouse.database.access().admin()).of(tenant.environmentId())));
  }

  @Test
  void worksForAnAdministratorWhoIsNoSuperuser() {
    Tenant tenant = lakehouse.tenant("acme", "external");
    EnvironmentDatabase database =
        await(node(lakehouse.database.access().platform()).of(tenant.environmentId()));
    assertWorks(database);

    QueryEngine engine = engine(database);
    // what a superuser would have taken away is undone by the reset of the connection
    assertThat(rows(engine, "SELECT pg_advisory_lock(1) IS NULL")).hasSize(1);
    assertThat(rows(engine, "SELECT set_config('DateStyle', 'German', false)")).hasSize(1);
    assertThat(rows(engine, "SELECT date '2026-02-01'")).hasToString("[[\"2026-02-01\"]]");
    LakehouseHealth.check(lakehouse, tenant, engine);
  }

  @Test
  void keepsNoPasswordInTheOpen() {
    Tenant tenant = lakehouse.tenant("acme", "sealed");
    EnvironmentDatabase database = await(lakehouse.databases.of(tenant.environmentId()));
    String row =
        await(
                lakehouse
                    .platform
                    .pool()
                    .preparedQuery(
                        "SELECT encode(reader_secret, 'escape'), lakehouse_database::text"
                            + " FROM lakehouse_database WHERE environment_id = $1")
                    .execute(Tuple.of(tenant.environmentId())))
            .iterator()
            .next()
            .deepToString();

    assertThat(row + database).doesNotContain(database.reader().getPassword());
    assertThat(database.reader().getDatabase()).matches("lh_[0-9a-f]{20}");
  }

  private static void undo(Tenant tenant, String sql) {
    await(
        lakehouse
            .platform
            .pool()
            .preparedQuery(
                "UPDATE lakehouse_database SET ready_at = NULL WHERE environment_id = $1")
            .execute(Tuple.of(tenant.environmentId())));
    superuser(sql);
  }

  private static void superuser(String sql) {
    await(lakehouse.run(lakehouse.database.access().admin(), sql));
  }

  private static EnvironmentDatabases node(PgConnectOptions admin) {
    return new EnvironmentDatabases(
        lakehouse.vertx, lakehouse.platform, admin, lakehouse.database.secrets());
  }

  private static QueryEngine engine(EnvironmentDatabase database) {
    CatalogInfo catalog =
        new CatalogInfo("lakehouse", "Lakehouse", "postgres", "PostgreSQL", true, true, "");
    return new PostgresEngine(
        lakehouse.vertx,
        catalog,
        database,
        lakehouse.pools,
        lakehouse.results,
        lakehouse.config.limits());
  }

  /** The owner writes, the reader reads what it wrote and cannot write. */
  private static void assertWorks(EnvironmentDatabase database) {
    await(
        lakehouse.run(
            database.owner(),
            "DROP SCHEMA IF EXISTS works CASCADE; CREATE SCHEMA works;"
                + " CREATE TABLE works.t AS SELECT 1 AS a"));
    assertThat(rows(engine(database), "TABLE works.t")).hasToString("[[1]]");
    assertThat(
            LakehouseFixture.fault(
                    engine(database)
                        .query(
                            LakehouseFixture.request("SELECT * FROM works.t FOR UPDATE"),
                            new Cancellation()))
                .kind())
        .isEqualTo(QueryFault.Kind.FORBIDDEN);
    assertThat(
            lakehouse
                .run(
                    database.reader(),
                    "SET default_transaction_read_only = off; DELETE FROM works.t")
                .map("deleted")
                .otherwise("refused")
                .toCompletionStage()
                .toCompletableFuture()
                .join())
        .isEqualTo("refused");
  }
}
