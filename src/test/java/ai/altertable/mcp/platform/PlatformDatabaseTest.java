package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlatformDatabaseTest {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String COUNT = "SELECT count(*) FROM knowledge";

  private final Vertx vertx = Vertx.vertx();
  private final PlatformDatabase database = DATABASE.connect(vertx);
  private UUID production;
  private UUID staging;

  @BeforeEach
  void createEnvironments() {
    production = createEnvironment();
    staging = createEnvironment();
    Await.get(database.inEnvironment(production, connection -> insert(connection, production)));
  }

  @AfterEach
  void close() {
    Await.get(vertx.close());
  }

  @Test
  void anEnvironmentSeesItsOwnRowsAndNoOther() {
    assertThat(Await.get(database.inEnvironment(production, this::count))).isEqualTo(1);
    assertThat(Await.get(database.inEnvironment(staging, this::count))).isZero();
  }

  @Test
  void outsideOfAnEnvironmentThereAreNoRowsEvenOnAConnectionThatWasInOne() {
    for (int i = 0; i < 10; i++) {
      assertThat(Await.get(database.inEnvironment(production, this::count))).isEqualTo(1);
      assertThat(Await.get(database.inTransaction(this::count))).isZero();
    }
  }

  @Test
  void anEnvironmentCannotWriteIntoAnother() {
    Throwable failure =
        Await.failure(
            database.inEnvironment(staging, connection -> insert(connection, production)));

    assertThat(failure)
        .isInstanceOfSatisfying(
            PgException.class, refused -> assertThat(refused.getSqlState()).isEqualTo("42501"));
  }

  @Test
  void rollsBackWhenTheWorkFails() {
    Await.failure(
        database.inEnvironment(
            staging,
            connection ->
                insert(connection, staging).compose(done -> Future.failedFuture("no luck"))));

    assertThat(Await.get(database.inEnvironment(staging, this::count))).isZero();
  }

  private Future<Long> count(SqlConnection connection) {
    return connection.query(COUNT).execute().map(rows -> rows.iterator().next().getLong(0));
  }

  private static Future<Void> insert(SqlConnection connection, UUID environment) {
    return connection
        .preparedQuery(
            "INSERT INTO knowledge (environment_id, slug, title, content, created_by)"
                + " VALUES ($1, 'KNW-1', 't', 'c', 'u')")
        .execute(Tuple.of(environment))
        .mapEmpty();
  }

  private UUID createEnvironment() {
    return Await.get(
        database
            .pool()
            .preparedQuery(
                "WITH o AS (INSERT INTO organization (slug, name) VALUES ($1, 'o') RETURNING id)"
                    + " INSERT INTO environment (organization_id, slug, name)"
                    + " SELECT id, 'e', 'e' FROM o RETURNING id")
            .execute(Tuple.of("o-" + UUID.randomUUID()))
            .map(rows -> rows.iterator().next().getUUID(0)));
  }
}
