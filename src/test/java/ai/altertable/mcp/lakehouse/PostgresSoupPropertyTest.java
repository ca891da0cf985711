package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabase;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Fuzz;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any text as a statement for PostgreSQL: a clear fault, and connections as good as before. */
class PostgresSoupPropertyTest {
  private static LakehouseFixture lakehouse;
  private static Tenant tenant;
  private static QueryEngine engine;
  private static List<String> secret;

  @BeforeContainer
  static void start() {
    lakehouse = new LakehouseFixture();
    tenant = lakehouse.tenant("acme", "soup");
    engine = lakehouse.engine(tenant);
    EnvironmentDatabase database = Await.get(lakehouse.databases.of(tenant.environmentId()));
    secret =
        List.of(
            database.reader().getUser(),
            database.owner().getUser(),
            database.reader().getDatabase(),
            database.reader().getPassword(),
            "NO SCROLL",
            LakehouseFixture.GRANT.toString());
  }

  @AfterContainer
  static void stop() {
    lakehouse.close();
  }

  @Provide
  Arbitrary<String> statements() {
    return SqlSoup.statements();
  }

  @Property(tries = 200)
  void authorsAreToldWhatIsWrong(@ForAll("statements") String sql) {
    SqlSoup.check(engine, sql, secret);
  }

  @Example
  void longerAndNothingIsLeftBehind() {
    Fuzz.more(SqlSoup.statements(), sql -> SqlSoup.check(engine, sql, secret));

    LakehouseHealth.check(lakehouse, tenant, engine);
  }
}
