package ai.altertable.mcp.lakehouse;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.connection.ConnectionDraft;
import ai.altertable.mcp.lakehouse.connection.Connections;
import ai.altertable.mcp.platform.AuditEvent.Actor;
import ai.altertable.mcp.testing.RecordedAudit;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A server of somebody else, whose functions nobody has taken away. */
class ExternalPostgresContractTest extends EngineContract {
  private final LakehouseFixture fixture = new LakehouseFixture();
  private final Tenant tenant = fixture.tenant("acme", "contract");
  private final Lakehouse lakehouse = fixture.lakehouse(EnvironmentSeed.NONE);

  @BeforeAll
  void connect() {
    PgConnectOptions admin = fixture.database.access().admin();
    LakehouseFixture.await(
        fixture
            .connections(new RecordedAudit())
            .add(
                new Connections.Asker(new Actor(null, null, null, null, null, null), null),
                tenant,
                new ConnectionDraft(
                    "crm",
                    "CRM",
                    "",
                    "postgres",
                    new JsonObject()
                        .put("host", "127.0.0.1")
                        .put("port", admin.getPort())
                        .put("database", "postgres")
                        .put("user", admin.getUser())
                        .put("tls", "disable"),
                    Optional.of(admin.getPassword())),
                false));
  }

  @AfterAll
  void stop() {
    fixture.close();
  }

  @Override
  protected LakehouseFixture fixture() {
    return fixture;
  }

  @Override
  protected Tenant tenant() {
    return tenant;
  }

  @Override
  protected QueryEngine engine() {
    return LakehouseFixture.await(lakehouse.engine(tenant, "crm"));
  }

  @Override
  protected Sql sql() {
    return new PostgresContractTest.PostgresSql();
  }
}
