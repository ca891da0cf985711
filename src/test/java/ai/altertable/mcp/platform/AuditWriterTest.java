package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditWriterTest {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String KILL_CONNECTIONS =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
          + DATABASE.access().platform().getDatabase()
          + "'";

  private final Vertx vertx = Vertx.vertx();
  private final PlatformDatabase database = DATABASE.connect(vertx);

  @BeforeEach
  void empty() {
    query("TRUNCATE audit_event");
  }

  @AfterEach
  void close() {
    Await.get(vertx.close());
  }

  @Test
  void writesEveryField() {
    UUID organization = UUID.randomUUID();
    UUID environment = UUID.randomUUID();
    UUID grant = UUID.randomUUID();
    Instant at = Instant.parse("2026-01-31T10:15:30.123456Z");
    AuditWriter audit = new AuditWriter(vertx, database.pool(), 100);

    Await.get(
        audit.record(
            new AuditEvent(
                at,
                "tool.call",
                "ok",
                new AuditEvent.Actor("user:1", "client", organization, environment, grant, "::1"),
                new AuditEvent.Call("whoami", 3L, 17),
                "correlation")));
    Await.get(audit.record(signIn("failed")));
    Await.get(audit.close());

    RowSet<Row> rows = query("SELECT * FROM audit_event ORDER BY at");
    Row call = rows.iterator().next();
    assertThat(call.getOffsetDateTime("at").toInstant()).isEqualTo(at);
    assertThat(call.getString("action")).isEqualTo("tool.call");
    assertThat(call.getString("outcome")).isEqualTo("ok");
    assertThat(call.getString("subject")).isEqualTo("user:1");
    assertThat(call.getString("client_id")).isEqualTo("client");
    assertThat(call.getUUID("organization_id")).isEqualTo(organization);
    assertThat(call.getUUID("environment_id")).isEqualTo(environment);
    assertThat(call.getUUID("grant_id")).isEqualTo(grant);
    assertThat(call.getString("tool")).isEqualTo("whoami");
    assertThat(call.getLong("row_count")).isEqualTo(3);
    assertThat(call.getInteger("elapsed_ms")).isEqualTo(17);
    assertThat(call.getString("correlation_id")).isEqualTo("correlation");
    assertThat(call.getString("address")).isEqualTo("::1");
    assertThat(rows.size()).isEqualTo(2);
  }

  @Test
  void losesNothingWhenConnectionsBreak() {
    AuditWriter audit = new AuditWriter(vertx, database.pool(), 10_000);
    for (int i = 0; i < 5_000; i++) {
      Await.get(audit.record(signIn("event " + i)));
      if (i % 1_000 == 500) {
        TestDatabase.execute(KILL_CONNECTIONS);
      }
    }
    Await.get(audit.close());

    assertThat(count("count(DISTINCT outcome)")).isEqualTo(5_000);
  }

  @Test
  void waitsForADatabaseThatRefusesAndThenWritesAll() {
    AuditWriter audit = new AuditWriter(vertx, database.pool(), 1_000);
    query("ALTER TABLE audit_event RENAME TO away");
    for (int i = 0; i < 700; i++) {
      Await.get(audit.record(signIn("event " + i)));
    }
    try {
      Await.until(() -> audit.retries() > 0);
    } finally {
      query("ALTER TABLE away RENAME TO audit_event");
    }
    Await.get(audit.close());

    assertThat(count("count(*)")).isEqualTo(700);
  }

  @Test
  void whatComesWhileABatchIsWrittenGoesIntoTheNext() {
    AuditWriter audit = new AuditWriter(vertx, database.pool(), 1_000);
    SqlConnection lock = Await.get(database.pool().getConnection());
    Await.get(lock.query("BEGIN; LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE").execute());
    try {
      Await.get(audit.record(signIn("first")));
      Await.until(() -> blocked() == 1);
      for (int i = 0; i < 300; i++) {
        Await.get(audit.record(signIn("event " + i)));
      }
    } finally {
      Await.get(lock.query("COMMIT").execute());
      Await.get(lock.close());
    }
    Await.get(audit.close());

    assertThat(count("count(*)")).isEqualTo(301);
    assertThat(count("count(DISTINCT xmin::text)")).isEqualTo(2);
  }

  @Test
  void whoWaitsIsToldWhenHisEventIsInTheDatabase() {
    AuditWriter audit = new AuditWriter(vertx, database.pool(), 1_000);
    SqlConnection lock = Await.get(database.pool().getConnection());
    Await.get(lock.query("BEGIN; LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE").execute());
    List<Future<Void>> committed = new ArrayList<>();
    try {
      committed.add(audit.commit(signIn("first")));
      Await.until(() -> blocked() == 1);
      for (int i = 0; i < 300; i++) {
        committed.add(audit.commit(signIn("event " + i)));
      }
      assertThat(committed).noneMatch(Future::isComplete);
    } finally {
      Await.get(lock.query("COMMIT").execute());
      Await.get(lock.close());
    }
    committed.forEach(Await::get);

    assertThat(count("count(*)")).isEqualTo(301);
    // many share a commit
    assertThat(count("count(DISTINCT xmin::text)")).isEqualTo(2);
    Await.get(audit.close());
  }

  @Test
  void whoWaitsDoesNotWaitForWhatNobodyWaitsFor() {
    AuditWriter audit = new AuditWriter(vertx, database.pool(), 1_000);
    Await.get(audit.record(signIn("at leisure")));

    Await.get(audit.commit(signIn("awaited")));

    assertThat(count("count(*)")).isEqualTo(2);
    Await.get(audit.close());
  }

  @Test
  void whoWaitsWaitsThroughARestOfTheDatabaseAndIsThereThen() {
    AuditWriter audit = new AuditWriter(vertx, database.pool(), 1_000);
    query("ALTER TABLE audit_event RENAME TO away");
    Future<Void> committed = audit.commit(signIn("patient"));
    try {
      Await.until(() -> audit.retries() > 0);
      assertThat(committed.isComplete()).isFalse();
    } finally {
      query("ALTER TABLE away RENAME TO audit_event");
    }
    Await.get(committed);

    assertThat(count("count(*)")).isEqualTo(1);
    Await.get(audit.close());
  }

  /** Inserts that wait for a lock of the table. */
  private long blocked() {
    return query(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO audit_event%'")
        .iterator()
        .next()
        .getLong(0);
  }

  @Test
  void callersWaitWhileTheQueueIsFull() {
    AuditWriter audit = new AuditWriter(vertx, database.pool(), 10);
    query("ALTER TABLE audit_event RENAME TO away");
    List<Future<Void>> recorded = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      recorded.add(audit.record(signIn("event " + i)));
    }

    assertThat(recorded.subList(0, 10)).allMatch(Future::succeeded);
    assertThat(recorded.subList(10, 12)).noneMatch(Future::isComplete);

    query("ALTER TABLE away RENAME TO audit_event");
    recorded.forEach(Await::get);
    Await.get(audit.close());
    assertThat(count("count(*)")).isEqualTo(12);
  }

  @Test
  void oneEventThatCannotBeWrittenDoesNotTakeTheOthersWithIt() {
    AuditWriter audit = new AuditWriter(vertx, database.pool(), 1_000);
    query("ALTER TABLE audit_event ADD CONSTRAINT no_bad CHECK (outcome <> 'bad')");
    try {
      for (int i = 0; i < 100; i++) {
        Await.get(audit.record(signIn(i == 37 ? "bad" : "event " + i)));
      }
      Await.get(audit.close());
    } finally {
      query("ALTER TABLE audit_event DROP CONSTRAINT no_bad");
    }

    assertThat(count("count(*)")).isEqualTo(99);
  }

  @Test
  void storesWhatClientsMakeUp() {
    AuditWriter audit = new AuditWriter(vertx, database.pool(), 10);
    Await.get(audit.record(signIn("a\0b" + "x".repeat(5_000))));
    Await.get(audit.close());

    assertThat(count("max(length(outcome))")).isBetween(900L, 1_000L);
  }

  @Test
  void deletesWhatIsOlderThanTheRetention() {
    query(
        "INSERT INTO audit_event (at, action, outcome) SELECT now() - n * interval '1 day', 'a',"
            + " 'ok' FROM generate_series(0, 9) n, generate_series(1, 2000)");

    Await.get(new AuditTable(database.pool()).deleteOlderThan(Duration.ofHours(36)));

    assertThat(count("count(*)")).isEqualTo(4_000);
  }

  private static AuditEvent signIn(String outcome) {
    return new AuditEvent(
        Instant.now(),
        "sign_in",
        outcome,
        new AuditEvent.Actor(null, null, null, null, null, "127.0.0.1"),
        null,
        null);
  }

  private long count(String what) {
    return query("SELECT " + what + " FROM audit_event").iterator().next().getLong(0);
  }

  private RowSet<Row> query(String sql) {
    return Await.get(database.pool().query(sql).execute());
  }
}
