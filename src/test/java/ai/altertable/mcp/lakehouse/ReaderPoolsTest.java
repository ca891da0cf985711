package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.await;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.request;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.LakehouseConfig;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReaderPoolsTest {
  private static final String CONNECTIONS =
      "SELECT count(*) FROM pg_stat_activity WHERE usename LIKE 'lh\\_%\\_reader'";

  @Test
  void environmentsTakeTurnsWhenThereAreMoreThanConnections() {
    try (LakehouseFixture lakehouse = fixture(Duration.ofMinutes(5))) {
      List<QueryEngine> engines = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        engines.add(lakehouse.engine(lakehouse.tenant("acme", "e" + i)));
      }
      List<Future<QueryResult>> running = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        running.add(engines.get(i % 5).query(request("SELECT " + i), new Cancellation()));
      }
      for (int i = 0; i < 40; i++) {
        assertThat(await(running.get(i)).rows()).hasToString("[[" + i + "]]");
      }
      Tenant tenant = lakehouse.tenant("acme", "looker-on");
      LakehouseHealth.until(() -> connections(lakehouse, tenant) <= 2);
    }
  }

  @Test
  void closesWhatNobodyUses() {
    try (LakehouseFixture lakehouse = fixture(Duration.ofSeconds(1))) {
      Tenant tenant = lakehouse.tenant("acme", "idle");
      QueryEngine engine = lakehouse.engine(tenant);
      assertThat(rows(engine, "SELECT 1")).hasSize(1);
      assertThat(connections(lakehouse, tenant)).isEqualTo(1);

      LakehouseHealth.until(() -> connections(lakehouse, tenant) == 0);

      assertThat(rows(engine, "SELECT 1")).hasSize(1);
    }
  }

  @Test
  void survivesConnectionsThatTheServerCloses() {
    try (LakehouseFixture lakehouse = fixture(Duration.ofMinutes(5))) {
      Tenant tenant = lakehouse.tenant("acme", "restart");
      QueryEngine engine = lakehouse.engine(tenant);
      assertThat(rows(engine, "SELECT 1")).hasSize(1);

      lakehouse.asSuperuser(
          tenant,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
              + " current_database() AND usename LIKE '%reader'");
      LakehouseHealth.until(() -> connections(lakehouse, tenant) == 0);

      assertThat(rows(engine, "SELECT 2")).hasToString("[[2]]");
    }
  }

  private static LakehouseFixture fixture(Duration idle) {
    return new LakehouseFixture(
        new LakehouseConfig(Optional.empty(), 1, 2, idle, LakehouseFixture.limits()));
  }

  private static long connections(LakehouseFixture lakehouse, Tenant tenant) {
    return lakehouse.asSuperuser(tenant, CONNECTIONS).iterator().next().getLong(0);
  }
}
