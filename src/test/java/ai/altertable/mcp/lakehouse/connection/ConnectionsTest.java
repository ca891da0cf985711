package ai.altertable.mcp.lakehouse.connection;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.connection.ConnectionFault.Kind;
import ai.altertable.mcp.lakehouse.connection.ConnectionFault.Problem;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabase;
import ai.altertable.mcp.platform.AuditEvent.Actor;
import ai.altertable.mcp.platform.AuditWriter;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RecordedAudit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections of environments, to a real server: the databases of other environments. */
class ConnectionsTest {
  private static final Connections.Asker ACTOR =
      new Connections.Asker(
          new Actor("ada@example.com", null, UUID.randomUUID(), UUID.randomUUID(), null, null),
          "request 7");

  private static LakehouseFixture fixture;
  private static DatabaseListener listener;
  private static PgConnectOptions crm;

  private final RecordedAudit audit = new RecordedAudit();
  private Connections connections;
  private Lakehouse lakehouse;
  private Tenant tenant;

  @BeforeAll
  static void start() {
    fixture = new LakehouseFixture();
    listener = new DatabaseListener(fixture.vertx, fixture.database.access().platform());
    fixture.registry.directory().listen(listener);
    Await.get(listener.start());
    Tenant elsewhere = fixture.tenant("elsewhere", "crm");
    EnvironmentDatabase database = Await.get(fixture.databases.of(elsewhere.environmentId()));
    fixture.asOwner(
        elsewhere, "CREATE SCHEMA crm; CREATE TABLE crm.leads AS SELECT 7 AS id, 'Ada' AS name");
    crm = database.reader();
  }

  @AfterAll
  static void stop() {
    Await.get(listener.close());
    fixture.close();
  }

  @BeforeEach
  void open() {
    tenant = fixture.tenant("acme", "e" + UUID.randomUUID().toString().substring(0, 8));
    connections = fixture.connections(audit);
    lakehouse = fixture.lakehouse(EnvironmentSeed.NONE);
  }

  private static JsonObject settings() {
    return new JsonObject()
        .put("host", "localhost")
        .put("port", crm.getPort())
        .put("database", crm.getDatabase())
        .put("user", crm.getUser())
        .put("tls", "disable");
  }

  private static ConnectionDraft draft(String catalog, JsonObject settings, String secret) {
    return new ConnectionDraft(
        catalog, "CRM", "Leads", "postgres", settings, Optional.ofNullable(secret));
  }

  private static ConnectionDraft crm(String catalog) {
    return draft(catalog, settings(), crm.getPassword());
  }

  private static RowSet<Row> platform(String sql) {
    return Await.get(fixture.platform.pool().query(sql).execute());
  }

  private ConnectionFault fault(Future<?> future) {
    return (ConnectionFault) Await.failure(future);
  }

  @Test
  void anAddedConnectionIsACatalogOfItsEnvironmentOnly() {
    ConnectionView added = Await.get(connections.add(ACTOR, tenant, crm("crm"), false));

    assertThat(added.hasSecret()).isTrue();
    assertThat(added.createdBy()).isEqualTo("ada@example.com");
    assertThat(Await.get(connections.list(tenant))).containsExactly(added);
    assertThat(Await.get(lakehouse.catalogs(tenant)))
        .extracting(CatalogInfo::catalog)
        .containsExactly("lakehouse", "crm");
    assertThat(rows(Await.get(lakehouse.engine(tenant, "crm")), "SELECT * FROM crm.leads"))
        .hasToString("[[7,\"Ada\"]]");
    Tenant other = fixture.tenant("rival", "production");
    assertThat(Await.get(connections.list(other))).isEmpty();
    assertThat(fault(connections.get(other, "crm")).kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(LakehouseFixture.fault(lakehouse.engine(other, "crm"))).hasMessageContaining("crm");
    assertThat(audit.lines()).containsExactly("connection.add ok");
    assertThat(audit.events().get(0).correlationId()).isEqualTo("request 7");
  }

  @Test
  void nothingChangesThatCannotBeRecorded() {
    AuditWriter written = new AuditWriter(fixture.vertx, fixture.platform.pool(), 100);
    Connections recorded = fixture.connections(written);
    Await.get(recorded.add(ACTOR, tenant, crm("crm"), false));
    ConnectionView before = Await.get(recorded.get(tenant, "crm"));
    ConnectionDraft renamed =
        new ConnectionDraft(
            "crm", "Renamed", "", "postgres", settings(), Optional.of(crm.getPassword()));
    platform("ALTER TABLE audit_event RENAME TO away");
    try {
      Stream.<Future<?>>of(
              recorded.add(ACTOR, tenant, crm("other"), false),
              recorded.edit(ACTOR, tenant, renamed, false),
              recorded.remove(ACTOR, tenant, "crm"))
          .forEach(change -> assertThat(Await.failure(change)).hasMessageContaining("audit_event"));
    } finally {
      platform("ALTER TABLE away RENAME TO audit_event");
    }

    assertThat(Await.get(recorded.list(tenant))).containsExactly(before);
    Await.get(recorded.remove(ACTOR, tenant, "crm"));
    String recordedChanges =
        "SELECT string_agg(action || ' ' || target, ';' ORDER BY id) FROM audit_event"
            + " WHERE outcome = 'ok' AND subject = 'ada@example.com'";
    assertThat(platform(recordedChanges).iterator().next().getString(0))
        .isEqualTo("connection.add crm;connection.remove crm");
    Await.get(written.close());
  }

  @Test
  void theSecretIsSealedAndNeverShown() {
    ConnectionView added = Await.get(connections.add(ACTOR, tenant, crm("crm"), false));

    String row =
        Await.get(
                fixture
                    .database
                    .superuser(fixture.vertx)
                    .query("SELECT c::text FROM connection c WHERE id = '" + added.id() + "'")
                    .execute())
            .iterator()
            .next()
            .getString(0);
    assertThat(row).contains(crm.getUser()).doesNotContain(crm.getPassword());
    assertThat(added.toString() + crm("crm")).doesNotContain(crm.getPassword());
  }

  @Test
  void everyFaultIsToldAtOnce() {
    JsonObject settings =
        new JsonObject()
            .put("host", "not a host")
            .put("port", 70_000)
            .put("tls", "perhaps")
            .put("ca", "x")
            .put("colour", "red");
    ConnectionDraft draft =
        new ConnectionDraft("Crm!", " ", "", "postgres", settings, Optional.empty());

    ConnectionFault fault = fault(connections.add(ACTOR, tenant, draft, true));

    assertThat(fault.kind()).isEqualTo(Kind.INVALID);
    assertThat(fault.problems())
        .extracting(Problem::path)
        .contains(
            "$.catalog",
            "$.name",
            "$.settings.host",
            "$.settings.port",
            "$.settings.database",
            "$.settings.user",
            "$.settings.tls",
            "$.settings.ca",
            "$.settings.colour");
    assertThat(audit.lines()).containsExactly("connection.add invalid");
  }

  @Test
  void trinoNeverSendsAPasswordInTheClear() {
    JsonObject settings =
        new JsonObject()
            .put("url", "http://trino.example.com:8080")
            .put("user", "ada")
            .put("catalog", "hive")
            .put("auth", "basic");
    ConnectionDraft draft =
        new ConnectionDraft("t", "T", "", "trino", settings, Optional.of("secret"));

    assertThat(fault(connections.test(tenant, draft)).problems())
        .extracting(Problem::path)
        .containsExactly("$.settings.url");
  }

  @Test
  void filesAreNamedBelowTheEnvironmentsFolderOnly() {
    for (String folder : List.of("../other", "/etc", "a/../b", ".", "a//b", "~", "a\\b", "a'b")) {
      ConnectionDraft draft =
          new ConnectionDraft(
              "f", "F", "", "duckdb", new JsonObject().put("folder", folder), Optional.empty());
      assertThat(fault(connections.test(tenant, draft)).problems())
          .as(folder)
          .extracting(Problem::path)
          .containsExactly("$.settings.folder");
    }
  }

  @Test
  void whatCannotBeReachedIsNotSavedUnlessAskedTo() {
    ConnectionDraft wrong = draft("crm", settings(), "wrong");

    ConnectionFault fault = fault(connections.add(ACTOR, tenant, wrong, false));

    assertThat(fault.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(fault).hasMessageContaining("password authentication failed");
    assertThat(Await.get(connections.list(tenant))).isEmpty();
    Await.get(connections.add(ACTOR, tenant, wrong, true));
    assertThat(Await.get(connections.test(tenant, "crm")).reachable()).isFalse();
    // the lakehouse does not mind
    assertThat(rows(Await.get(lakehouse.engine(tenant, null)), "SELECT 1")).hasToString("[[1]]");
    assertThat(LakehouseFixture.fault(Await.get(lakehouse.engine(tenant, "crm")).ping()))
        .hasMessageContaining("connection crm");
  }

  @Test
  void aHostThatMayNotBeReachedIsToldAsSuch() {
    ConnectionCheck check =
        Await.get(
            connections.test(tenant, draft("crm", settings().put("host", "169.254.169.254"), "x")));

    assertThat(check.reachable()).isFalse();
    assertThat(check.message()).contains("may not be reached");
  }

  @Test
  void aCatalogsNameIsTakenOnceAndThereAreOnlySoMany() {
    Await.get(connections.add(ACTOR, tenant, crm("a"), true));
    ConnectionFault taken = fault(connections.add(ACTOR, tenant, crm("a"), true));
    assertThat(taken.kind()).isEqualTo(Kind.CONFLICT);
    Await.get(connections.add(ACTOR, tenant, crm("b"), true));
    Await.get(connections.add(ACTOR, tenant, crm("c"), true));

    ConnectionFault full = fault(connections.add(ACTOR, tenant, crm("d"), true));

    assertThat(full.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(full).hasMessageContaining("3 connections");
  }

  @Test
  void anEditKeepsTheSecretOnlyForThePlaceItWasGivenFor() {
    Await.get(connections.add(ACTOR, tenant, crm("crm"), false));
    JsonObject elsewhere = settings().put("host", "127.0.0.2");

    ConnectionFault stolen =
        fault(connections.edit(ACTOR, tenant, draft("crm", elsewhere, null), true));
    assertThat(stolen.problems()).extracting(Problem::path).containsExactly("$.secret");
    assertThat(fault(connections.test(tenant, draft("crm", elsewhere, null))).problems())
        .extracting(Problem::path)
        .containsExactly("$.secret");

    ConnectionDraft renamed =
        new ConnectionDraft("crm", "Leads", "", "postgres", settings(), Optional.empty());
    ConnectionView edited = Await.get(connections.edit(ACTOR, tenant, renamed, false));
    assertThat(edited.name()).isEqualTo("Leads");
    assertThat(edited.hasSecret()).isTrue();
    ConnectionDraft other =
        new ConnectionDraft("crm", "Leads", "", "duckdb", new JsonObject(), Optional.empty());
    assertThat(fault(connections.edit(ACTOR, tenant, other, true)).problems())
        .extracting(Problem::path)
        .containsExactly("$.engine");
  }

  @Test
  void changesAreHeardOfFromTheDatabase() {
    assertThat(Await.get(lakehouse.catalogs(tenant))).hasSize(1);
    Await.get(connections.add(ACTOR, tenant, crm("crm"), true));
    Await.until(() -> Await.get(lakehouse.catalogs(tenant)).size() == 2);

    Await.get(connections.remove(ACTOR, tenant, "crm"));

    Await.until(() -> Await.get(lakehouse.catalogs(tenant)).size() == 1);
    assertThat(fault(connections.remove(ACTOR, tenant, "crm")).kind()).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void aCheckWarnsOfALoginThatMayWrite() {
    PgConnectOptions admin = fixture.database.access().admin();
    JsonObject settings = settings().put("user", admin.getUser());

    ConnectionCheck check =
        Await.get(connections.test(tenant, draft("crm", settings, admin.getPassword())));

    assertThat(check.reachable()).isTrue();
    assertThat(check.message()).startsWith("PostgreSQL ");
    assertThat(check.warnings()).singleElement().asString().contains("superuser");
    assertThat(Await.get(connections.test(tenant, crm("crm"))).warnings()).isEmpty();
  }

  @Test
  void statementsAreSentToTheCatalogTheyName() {
    Await.get(connections.add(ACTOR, tenant, crm("crm"), true));
    Await.until(() -> Await.get(lakehouse.catalogs(tenant)).size() == 2);
    String sql = "SELECT crm.crm.leads.id FROM crm.crm.leads WHERE name <> 'crm.crm.leads'";

    assertThat(rows(Await.get(lakehouse.engineFor(tenant, null, sql)), sql)).hasToString("[[7]]");
    String wrong = "SELECT *\nFROM crm.crm.nowhere";
    assertThat(
            LakehouseFixture.fault(
                    Await.get(lakehouse.engineFor(tenant, "lakehouse", wrong))
                        .validate(wrong, "test", new ai.altertable.mcp.platform.Cancellation()))
                .detail())
        .extracting("line", "column")
        .containsExactly(2, 10);
    assertThat(
            LakehouseFixture.fault(
                lakehouse.engineFor(
                    tenant, null, "SELECT 1 FROM crm.crm.leads, lakehouse.shop.orders")))
        .hasMessageContaining("crm and lakehouse");
  }
}
