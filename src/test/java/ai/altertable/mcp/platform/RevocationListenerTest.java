package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.bus.RevocationsMissed;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevocationListenerTest {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private final Vertx vertx = Vertx.vertx();
  private final Queue<UUID> revoked = new ConcurrentLinkedQueue<>();
  private final AtomicInteger missed = new AtomicInteger();
  private final PlatformDatabase database = DATABASE.connect(vertx);
  private DatabaseListener listener;

  @BeforeEach
  void listen() {
    BusCodecs.register(vertx.eventBus());
    vertx
        .eventBus()
        .<GrantRevoked>localConsumer(
            Addresses.GRANT_REVOKED, message -> revoked.add(message.body().grantId()));
    vertx
        .eventBus()
        .<RevocationsMissed>localConsumer(
            Addresses.REVOCATIONS_MISSED, message -> missed.incrementAndGet());
    listener = new DatabaseListener(vertx, DATABASE.access().platform());
    RevocationListener.listen(vertx.eventBus(), listener);
    Await.get(listener.start());
    // It says so at the start too; a test that counts must not take that for a lost connection.
    Await.until(() -> missed.get() > 0);
  }

  @AfterEach
  void close() {
    Await.get(listener.close());
    Await.get(vertx.close());
  }

  @Test
  void passesOnARevocationOnceAndADeletionToo() {
    UUID grant = createGrant();

    query("UPDATE oauth_grant SET revoked_at = now() WHERE id = '" + grant + "'");
    Await.until(() -> revoked.contains(grant));

    query("UPDATE oauth_grant SET last_used_at = now() WHERE id = '" + grant + "'");
    UUID other = createGrant();
    query("DELETE FROM oauth_grant WHERE id = '" + other + "'");
    Await.until(() -> revoked.contains(other));
    assertThat(revoked).containsExactly(grant, other);
  }

  @Test
  void saysThatItMayHaveMissedSomethingAfterALostConnectionAndListensAgain() {
    int before = missed.get();

    TestDatabase.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
            + " 'altertable-mcp listener' AND datname = '"
            + DATABASE.access().platform().getDatabase()
            + "'");
    Await.until(() -> missed.get() > before);

    UUID grant = UUID.randomUUID();
    query("SELECT pg_notify('grant_revoked', '" + grant + "')");
    Await.until(() -> revoked.contains(grant));
  }

  @Test
  void ignoresANotificationThatNamesNoGrant() {
    UUID grant = UUID.randomUUID();
    query("SELECT pg_notify('grant_revoked', 'nonsense')");
    query("SELECT pg_notify('grant_revoked', '" + grant + "')");

    Await.until(() -> revoked.contains(grant));
    assertThat(revoked).containsExactly(grant);
  }

  private UUID createGrant() {
    String unique = UUID.randomUUID().toString();
    return Await.get(
        database
            .pool()
            .query(
                """
                WITH o AS (INSERT INTO organization (slug, name) VALUES ('o-%1$s', 'o') RETURNING id),
                e AS (INSERT INTO environment (organization_id, slug, name)
                  SELECT id, 'e', 'e' FROM o RETURNING id),
                u AS (INSERT INTO app_user (email, name) VALUES ('%1$s@x', 'u') RETURNING id),
                c AS (INSERT INTO oauth_client (id, kind, name, grant_types, auth_method)
                  VALUES ('%1$s', 'registered', 'c', '{}', 'none') RETURNING id)
                INSERT INTO oauth_grant (client_id, user_id, environment_id, scope, resource, expires_at)
                SELECT c.id, u.id, e.id, '{read}', 'r', now() + interval '1 day' FROM c, u, e
                RETURNING id
                """
                    .formatted(unique))
            .execute()
            .map(rows -> rows.iterator().next().getUUID(0)));
  }

  private void query(String sql) {
    Await.get(database.pool().query(sql).execute());
  }
}
