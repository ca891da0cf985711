package ai.altertable.mcp.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.DemoConfig;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RecordedAudit;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Passwords PASSWORDS =
      new Passwords(new BoundedWorker(VERTX, "accounts-passwords", 2, 10));

  private final PlatformDatabase database = TestDatabase.create().connect(VERTX);
  private final RecordedAudit audit = new RecordedAudit();

  @AfterAll
  static void stop() {
    Await.get(VERTX.close());
  }

  private static DemoConfig demo(boolean enabled) {
    return new DemoConfig(enabled, Optional.empty());
  }

  private long count(String table) {
    return Await.get(
        database
            .pool()
            .query("SELECT count(*) AS n FROM " + table)
            .execute()
            .map(rows -> rows.iterator().next().getLong("n")));
  }

  @Test
  void makesTheDemoOrganizationOnceEvenWithTwoNodes() {
    FirstStart start = new FirstStart(database, PASSWORDS);
    Future<Optional<DemoOrganization>> one = start.run(demo(true));
    Future<Optional<DemoOrganization>> other = start.run(demo(true));
    Await.get(Future.all(one, other));
    DemoOrganization again = Await.get(start.run(demo(true))).orElseThrow();
    List<String> passwords =
        List.of(one.result().orElseThrow(), other.result().orElseThrow(), again).stream()
            .flatMap(made -> made.newPassword().stream())
            .toList();
    assertThat(passwords).hasSize(1);
    assertThat(passwords.get(0)).matches("([a-z0-9]{4}-){4}[a-z0-9]{4}");
    assertThat(again.production().path()).isEqualTo("demo/production");
    assertThat(again.staging().path()).isEqualTo("demo/staging");
    assertThat(count("app_user")).isEqualTo(1);
    assertThat(count("environment")).isEqualTo(2);
  }

  @Test
  void leavesAnEmptyInstallationEmpty() {
    assertThat(Await.get(new FirstStart(database, PASSWORDS).run(demo(false)))).isEmpty();
    assertThat(count("organization")).isZero();
  }

  @Test
  void makesAnAdministratorWhoReachesTheFirstEnvironment() {
    AdminAccounts.NewAdmin admin =
        Await.get(
            new AdminAccounts(database, PASSWORDS, audit)
                .create("Ada@Example.com", "acme", Optional.empty()));
    assertThat(admin.email()).isEqualTo("ada@example.com");
    assertThat(admin.generatedPassword()).isPresent();
    assertThat(admin.toString()).doesNotContain(admin.generatedPassword().orElseThrow());
    UUID id =
        Await.get(
            database
                .pool()
                .query("SELECT id FROM app_user")
                .execute()
                .map(rows -> rows.iterator().next().getUUID("id")));
    assertThat(Await.get(Directory.reachable(database.pool(), id)))
        .extracting(ReachableEnvironment::tenant)
        .extracting(Tenant::path)
        .containsExactly("acme/production");
    assertThat(audit.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.action()).isEqualTo("admin.create");
              assertThat(event.actor().subject()).isEqualTo("operator");
              assertThat(event.actor().organizationId()).isNotNull();
              assertThat(event.target()).isEqualTo("ada@example.com");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "nobody, acme, a long enough password, --email",
    "a@b@c, acme, a long enough password, --email",
    "a@example.com, Acme!, a long enough password, --organization",
    "a@example.com, acme, short, password",
    "taken@example.com, acme, a long enough password, exists"
  })
  void tellsTheOperatorWhatIsWrong(
      String email, String organization, String password, String message) {
    AdminAccounts admins = new AdminAccounts(database, PASSWORDS, audit);
    Await.get(admins.create("taken@example.com", "first", Optional.empty()));
    assertThat(Await.failure(admins.create(email, organization, Optional.of(password))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    assertThat(count("app_user")).isEqualTo(1);
    assertThat(count("organization")).isEqualTo(1);
  }

  @Test
  void hashesPasswordsAsPhcStringsOfArgon2id() {
    String hash = Await.get(PASSWORDS.hash("secret"));
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(Await.get(PASSWORDS.matches("secret", Optional.of(hash)))).isTrue();
    assertThat(Await.get(PASSWORDS.matches("Secret", Optional.of(hash)))).isFalse();
    assertThat(Await.get(PASSWORDS.matches("secret", Optional.empty()))).isFalse();
    assertThat(Await.get(PASSWORDS.hash("secret"))).isNotEqualTo(hash);
  }
}
