package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExternalPostgresTest {
  private static final DatabaseAccess SERVER = TestDatabase.create().access();

  @BeforeAll
  static void createRoles() {
    TestDatabase.execute("CREATE ROLE external_plain LOGIN PASSWORD 'p'");
    TestDatabase.execute("CREATE ROLE external_unbound LOGIN BYPASSRLS PASSWORD 'p'");
    TestDatabase.execute(
        "GRANT CONNECT ON DATABASE "
            + SERVER.platform().getDatabase()
            + " TO external_plain, external_unbound");
  }

  @Test
  void acceptsARoleThatMayCreateTheEnvironmentsDatabases() {
    DatabaseAccess access = ExternalPostgres.check(url(SERVER.platform()), Optional.empty());

    assertThat(access.platform().getUser()).isEqualTo("altertable");
    assertThat(access.admin().getUser()).isEqualTo("altertable");
  }

  @Test
  void acceptsAnAdministratorBesideAPlainRole() {
    DatabaseAccess access =
        ExternalPostgres.check(url("external_plain", "p"), Optional.of(url(SERVER.admin())));

    assertThat(access.platform().getUser()).isEqualTo("external_plain");
    assertThat(access.admin().getUser()).isEqualTo("postgres");
  }

  @Test
  void refusesRolesThatRowLevelSecurityDoesNotBind() {
    refused(url(SERVER.admin()), "ALTER ROLE \"postgres\" NOSUPERUSER NOBYPASSRLS");
    refused(
        url("external_unbound", "p"), "ALTER ROLE \"external_unbound\" NOSUPERUSER NOBYPASSRLS");
  }

  @Test
  void refusesARoleThatCannotCreateDatabasesWhenNobodyElseDoes() {
    refused(url("external_plain", "p"), "ALTER ROLE \"external_plain\" CREATEDB CREATEROLE");
  }

  @Test
  void saysWhichSettingIsWrongAndNeverThePassword() {
    assertThatThrownBy(
            () -> ExternalPostgres.check(url("external_plain", "sesame"), Optional.empty()))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("database.url")
        .hasMessageContaining("password authentication failed")
        .hasMessageNotContainingAny("sesame");
  }

  private static void refused(String url, String remedy) {
    assertThatThrownBy(() -> ExternalPostgres.check(url, Optional.empty()))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(remedy);
  }

  private static String url(PgConnectOptions options) {
    return url(options.getUser(), options.getPassword());
  }

  private static String url(String user, String password) {
    return "postgresql://"
        + user
        + ":"
        + password
        + "@127.0.0.1:"
        + SERVER.platform().getPort()
        + "/"
        + SERVER.platform().getDatabase();
  }
}
