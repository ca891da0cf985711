package ai.altertable.mcp.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import io.vertx.sqlclient.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TestDatabaseTest {
  private static final TestDatabase DATABASE = TestDatabase.create();

  @Test
  void hasTheSchemaAndARoleThatRowLevelSecurityBinds(Vertx vertx, VertxTestContext test) {
    PlatformDatabase database = DATABASE.connect(vertx);
    database
        .pool()
        .query(
            "SELECT (SELECT count(*) FROM memory) AS rows, rolsuper OR rolbypassrls AS unbound"
                + " FROM pg_roles WHERE rolname = current_user")
        .execute()
        .onComplete(
            test.succeeding(
                result ->
                    test.verify(
                        () -> {
                          Row row = result.iterator().next();
                          assertThat(row.getLong("rows")).isZero();
                          assertThat(row.getBoolean("unbound")).isFalse();
                          test.completeNow();
                        })));
  }
}
