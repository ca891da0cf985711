package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What must hold after whatever a statement tried. */
final class LakehouseHealth {
  private static final String LEFT_BEHIND =
      "SELECT count(*) FILTER (WHERE state LIKE 'idle in transaction%') AS open,"
          + " count(*) FILTER (WHERE state = 'active') AS busy, count(*) AS connections,"
          + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
          + " (SELECT oid FROM pg_database WHERE datname = current_database())) AS locks"
          + " FROM pg_stat_activity WHERE datname = current_database()"
          + " AND usename LIKE '%reader'";

  private LakehouseHealth() {}

  /** A normal query works, and nothing is left behind: transactions, locks, connections. */
  static void check(LakehouseFixture lakehouse, Tenant tenant, QueryEngine engine) {
    assertThat(
            rows(
                engine,
                "SELECT 1, current_setting('transaction_read_only'),"
                    + " current_setting('statement_timeout'), current_setting('TimeZone')"))
        .hasToString("[[1,\"on\",\"10s\",\"UTC\"]]");
    until(
        () -> {
          Row left = lakehouse.asSuperuser(tenant, LEFT_BEHIND).iterator().next();
          return left.getLong("open") == 0
              && left.getLong("busy") == 0
              && left.getLong("locks") == 0
              && left.getLong("connections") <= lakehouse.config.poolSize();
        });
  }

  /** Statements that run now and hold that text. */
  static long running(LakehouseFixture lakehouse, Tenant tenant, String marker) {
    return lakehouse
        .asSuperuser(
            tenant,
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND usename LIKE"
                + " '%reader' AND (query LIKE '%"
                + marker
                + "%' OR query LIKE 'FETCH%')")
        .iterator()
        .next()
        .getLong(0);
  }

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
