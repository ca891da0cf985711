package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.rows.RowBatch;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.platform.Cancellation;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All rows of a statement of PostgreSQL, beyond what every engine's cursor does. */
class PostgresCursorTest {
  private static LakehouseFixture lakehouse;
  private static Tenant tenant;
  private static QueryEngine engine;

  @BeforeAll
  static void start() {
    lakehouse = new LakehouseFixture();
    tenant = lakehouse.tenant("acme", "cursors");
    engine = lakehouse.engine(tenant);
  }

  @AfterAll
  static void stop() {
    lakehouse.close();
  }

  @Test
  void holdsLittleWhereRowsSuddenlyGrow() {
    String sql =
        "SELECT CASE WHEN g < 20000 THEN 'x' ELSE repeat('y', 100000) END AS t"
            + " FROM generate_series(1, 20600) g";
    RowCursor cursor = await(engine.open(sql, "test", new Cancellation()));
    int rows = 0;
    long characters = 0;
    RowBatch batch = await(cursor.next());
    while (!batch.isEmpty()) {
      long held = batch.rows().stream().mapToLong(row -> row.getString(0).length()).sum();
      // of 60 MB, and more than one row
      assertThat(held).isLessThan(12_000_000);
      rows += batch.size();
      characters += held;
      batch = await(cursor.next());
    }
    await(cursor.close());

    assertThat(rows).isEqualTo(20_600);
    assertThat(characters).isEqualTo(19_999 + 601L * 100_000);
    LakehouseHealth.check(lakehouse, tenant, engine);
  }

  @Test
  void isLetGoOfWhileRowsAreUnderWay() {
    for (int i = 0; i < 6; i++) {
      RowCursor cursor =
          await(engine.open("SELECT * FROM generate_series(1, 50000)", "test", new Cancellation()));
      await(cursor.next());
      Future<RowBatch> underWay = cursor.next();
      await(cursor.close());
      // it may have come in time
      Await.until(underWay::isComplete);
    }
    LakehouseHealth.check(lakehouse, tenant, engine);
  }
}
