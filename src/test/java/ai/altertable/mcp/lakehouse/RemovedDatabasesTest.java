package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabase;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabases;
import ai.altertable.mcp.lakehouse.postgres.RemovedDatabases;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deleted environment leaves nothing on the lakehouse's server. */
class RemovedDatabasesTest {
  private static final String PLANNED =
      "lakehouse_database d JOIN environment e ON e.id = d.environment_id WHERE e.slug = 'race'";

  private static LakehouseFixture lakehouse;

  @BeforeAll
  static void start() {
    lakehouse = new LakehouseFixture();
  }

  @AfterAll
  static void stop() {
    lakehouse.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dropsTheDatabaseAndBothLoginsWhoeverIsConnected(boolean superuser) {
    PgConnectOptions admin =
        superuser ? lakehouse.database.access().admin() : lakehouse.database.access().platform();
    Tenant tenant = lakehouse.tenant(superuser ? "acme" : "closing", "gone");
    EnvironmentDatabase database = await(databases(admin).of(tenant.environmentId()));
    PgConnection reader = await(PgConnection.connect(lakehouse.vertx, database.reader()));
    PgConnection owner = await(PgConnection.connect(lakehouse.vertx, database.owner()));

    if (superuser) {
      delete(tenant);
    } else {
      await(
          lakehouse
              .platform
              .pool()
              .query("DELETE FROM organization WHERE slug = 'closing'")
              .execute());
    }

    assertThat(sweep(admin)).isEqualTo(1);
    assertThat(left(database)).isZero();
    assertThat(queued()).isZero();
    assertThat(Await.failure(reader.query("SELECT 1").execute())).isNotNull();
    assertThat(Await.failure(owner.query("SELECT 1").execute())).isNotNull();
    assertThat(sweep(admin)).isZero();
  }

  @Test
  void keepsTheRowUntilAServerThatIsAwayIsBack() {
    Tenant tenant = lakehouse.tenant("acme", "away");
    PgConnectOptions admin = lakehouse.database.access().admin();
    EnvironmentDatabase database = await(databases(admin).of(tenant.environmentId()));
    delete(tenant);
    PgConnectOptions wrong = new PgConnectOptions(admin).setPassword("wrong");

    assertThat(sweep(wrong)).isZero();
    assertThat(queued()).isEqualTo(1);
    assertThat(left(database)).isEqualTo(3);

    await(lakehouse.platform.pool().query("UPDATE lakehouse_removal SET due_at = now()").execute());
    assertThat(sweep(admin)).isEqualTo(1);
    assertThat(left(database)).isZero();
  }

  @Test
  void removesWhatSomebodyIsJustMaking() {
    Tenant tenant = lakehouse.tenant("acme", "race");
    PgConnectOptions admin = lakehouse.database.access().admin();
    Future<EnvironmentDatabase> making = databases(admin).of(tenant.environmentId());
    Await.until(() -> rows(PLANNED) == 1);
    String name = planned();
    delete(tenant);

    await(making.transform(done -> Future.succeededFuture()));
    sweep(admin);

    assertThat(queued()).isZero();
    assertThat(serverRows("pg_database WHERE datname = '" + name + "'")).isZero();
    assertThat(serverRows("pg_roles WHERE rolname LIKE '" + name + "%'")).isZero();
  }

  private static String planned() {
    return await(
        lakehouse
            .platform
            .pool()
            .query("SELECT d.database FROM " + PLANNED)
            .execute()
            .map(rows -> rows.iterator().next().getString("database")));
  }

  private static void delete(Tenant tenant) {
    await(
        lakehouse
            .platform
            .pool()
            .preparedQuery("DELETE FROM environment WHERE id = $1")
            .execute(Tuple.of(tenant.environmentId())));
  }

  private static EnvironmentDatabases databases(PgConnectOptions admin) {
    return new EnvironmentDatabases(
        lakehouse.vertx, lakehouse.platform, admin, lakehouse.database.secrets());
  }

  /** Each DROP DATABASE waits for a checkpoint of the whole server, which others keep busy. */
  private static int sweep(PgConnectOptions admin) {
    return new RemovedDatabases(lakehouse.vertx, lakehouse.platform, admin)
        .sweep()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(5, TimeUnit.MINUTES)
        .join();
  }

  /** How many of the database and its two logins are there. */
  private static long left(EnvironmentDatabase database) {
    return serverRows("pg_database WHERE datname = '" + database.reader().getDatabase() + "'")
        + serverRows(
            "pg_roles WHERE rolname IN ('"
                + database.reader().getUser()
                + "', '"
                + database.owner().getUser()
                + "')");
  }

  private static long queued() {
    return rows("lakehouse_removal");
  }

  private static long rows(String from) {
    return await(
        lakehouse
            .platform
            .pool()
            .query("SELECT count(*) AS n FROM " + from)
            .execute()
            .map(rows -> rows.iterator().next().getLong("n")));
  }

  private static long serverRows(String from) {
    return await(
        lakehouse
            .run(lakehouse.database.access().admin(), "SELECT count(*) AS n FROM " + from)
            .map(rows -> rows.iterator().next().getLong("n")));
  }
}
