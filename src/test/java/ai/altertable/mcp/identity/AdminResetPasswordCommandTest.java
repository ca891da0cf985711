package ai.altertable.mcp.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.AuditWriter;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminResetPasswordCommandTest {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private final Vertx vertx = Vertx.vertx();
  private final PlatformDatabase database = DATABASE.connect(vertx);
  private final AuditWriter audit = new AuditWriter(vertx, database.pool(), 10);
  private final Passwords passwords = new Passwords(new BoundedWorker(vertx, "passwords", 1, 10));

  @AfterEach
  void close() {
    Await.get(vertx.close());
  }

  private Future<Optional<String>> reset(String email, Optional<String> password, boolean factor) {
    return AdminResetPasswordCommand.reset(database, audit, passwords, email, password, factor);
  }

  private String text(String sql) {
    return Await.get(
        database
            .pool()
            .query(sql)
            .execute()
            .map(rows -> String.valueOf(rows.iterator().next().getValue(0))));
  }

  @Test
  void givesANewPasswordEndsSessionsAndIsRecordedWhereTheUserBelongs() {
    Await.get(
        new AdminAccounts(database, passwords, audit)
            .create("ada@a.test", "one", Optional.empty()));
    Await.get(
        database
            .pool()
            .query(
                """
                INSERT INTO organization (slug, name) VALUES ('two', 'Two');
                INSERT INTO organization_role (user_id, organization_id, role)
                SELECT u.id, o.id, 'reader' FROM app_user u, organization o WHERE o.slug = 'two';
                INSERT INTO browser_session (id_hash, user_id, expires_at)
                SELECT '\\x00'::bytea, id, now() + interval '1 day' FROM app_user;
                INSERT INTO second_factor (user_id, secret_sealed, confirmed_at)
                SELECT id, '\\x00'::bytea, now() FROM app_user
                """)
            .execute());
    String made = Await.get(reset("ada@a.test", Optional.empty(), false)).orElseThrow();
    String hash = text("SELECT password_hash FROM app_user");
    assertThat(Await.get(passwords.matches(made, Optional.of(hash)))).isTrue();
    assertThat(text("SELECT count(*) FROM browser_session")).isEqualTo("0");
    assertThat(text("SELECT count(*) FROM second_factor")).isEqualTo("1");
    assertThat(text("SELECT count(*) FROM audit_event WHERE action = 'password.reset'"))
        .isEqualTo("2");

    assertThat(Await.get(reset("ada@a.test", Optional.of("a password given"), true))).isEmpty();
    assertThat(text("SELECT count(*) FROM second_factor")).isEqualTo("0");
    assertThat(text("SELECT target FROM audit_event ORDER BY id DESC LIMIT 1"))
        .contains("ada@a.test", "without second factor");
  }

  @Test
  void refusesStrangersAndShortPasswords() {
    assertThat(Await.failure(reset("nobody@a.test", Optional.empty(), false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no user");
    assertThat(Await.failure(reset("nobody@a.test", Optional.of("short"), false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12");
  }
}
