package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.await;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.limits;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The statements around a query are kept by its session. Nobody but an environment's owner makes
 * functions, and none of ours does what these do. If one did, nothing may run without its frame.
 */
class StolenFrameTest {
  private static final String FRAMED = "[[\"on\",\"repeatable read\"]]";

  private static LakehouseFixture lakehouse;
  private static Tenant tenant;
  private static QueryEngine engine;

  @BeforeAll
  static void start() {
    // one connection: the next query meets what the one before has left
    lakehouse =
        new LakehouseFixture(
            new LakehouseConfig(Optional.empty(), 1, 8, Duration.ofMinutes(5), limits()));
    tenant = lakehouse.tenant("acme", "production");
    engine = lakehouse.engine(tenant);
    lakehouse.asOwner(tenant, "CREATE SCHEMA shop");
  }

  @AfterAll
  static void stop() {
    lakehouse.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DEALLOCATE ALL",
        "DEALLOCATE altertable_begin; PREPARE altertable_begin AS SELECT 1",
        "DEALLOCATE altertable_rollback; PREPARE altertable_rollback AS SELECT 1",
      })
  void aSessionThatLostItIsNotUsedAgain(String theft) {
    lakehouse.asOwner(
        tenant,
        "CREATE OR REPLACE FUNCTION shop.steal() RETURNS int LANGUAGE plpgsql AS $$ BEGIN "
            + theft
            + "; RETURN 7; END $$; GRANT EXECUTE ON FUNCTION shop.steal() TO PUBLIC");
    assertThat(rows(engine, "SELECT shop.steal()")).hasToString("[[7]]");

    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      outcomes.add(frame());
    }

    // the first may have met a new session, when the one before was ended in between
    assertThat(outcomes.get(0)).isIn("UNAVAILABLE", FRAMED);
    assertThat(outcomes.subList(1, 3)).containsOnly(FRAMED);
    LakehouseHealth.check(lakehouse, tenant, engine);
  }

  /** What a query's transaction is, or why there is none. */
  private static String frame() {
    String sql =
        "SELECT current_setting('transaction_read_only'), current_setting('transaction_isolation')";
    return await(
        engine
            .query(request(sql), new Cancellation())
            .map(result -> result.rows().encode())
            .recover(failure -> Future.succeededFuture(((QueryFault) failure).kind().toString())));
  }
}
