package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.testing.Jvm;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
  private static final Path DATA = Path.of("target", "embedded-test").toAbsolutePath();
  private static final Path CLUSTER = DATA.resolve("postgres/data");

  private DataDirectory directory;

  /** Runs a server on a data directory until a signal ends it. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws InterruptedException {
      DataDirectory directory = DataDirectory.open(Path.of(arguments[0]));
      EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      System.out.println("serving " + server.access());
      Thread.currentThread().join();
    }
  }

  @BeforeAll
  static void startCold() throws IOException {
    PrivateFiles.deleteTree(DATA);
  }

  @BeforeEach
  void lock() {
    directory = DataDirectory.open(DATA);
  }

  @AfterEach
  void unlock() {
    directory.close();
  }

  @Test
  void isDurableAndOnLoopbackAndBehindPasswords() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0)) {
      PgConnectOptions admin = server.access().admin();
      assertThat(setting(admin, "fsync")).isEqualTo("on");
      assertThat(setting(admin, "full_page_writes")).isEqualTo("on");
      assertThat(setting(admin, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(admin, "data_checksums")).isEqualTo("on");
      assertThat(setting(admin, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(admin, "unix_socket_directories")).isEmpty();
      assertThat(setting(admin, "server_encoding")).isEqualTo("UTF8");
      assertThat(
              query(admin, "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"))
          .isEqualTo("scram-sha-256");

      for (PgConnectOptions user : new PgConnectOptions[] {admin, server.access().platform()}) {
        assertThatThrownBy(() -> query(user.setPassword("wrong"), "SELECT 1"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password authentication failed");
      }
    }
  }

  @Test
  void thePlatformsRoleIsNoSuperuserAndOwnsItsDatabase() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0)) {
      assertThat(
              query(
                  server.access().platform(),
                  "SELECT rolsuper || ',' || rolbypassrls || ',' || rolcreatedb || ',' ||"
                      + " rolcreaterole || ',' || (SELECT datdba = r.oid FROM pg_database WHERE"
                      + " datname = current_database()) FROM pg_roles r WHERE rolname ="
                      + " current_user"))
          .isEqualTo("false,false,true,true,true");
    }
  }

  @Test
  void passwordsAreForTheOwnerOnly() throws Exception {
    EmbeddedPostgres.start(directory, 0).close();

    for (String user : new String[] {"postgres", "altertable"}) {
      Path password = DATA.resolve("postgres").resolve(user + ".password");
      assertThat(PrivateFiles.sharedWithOthers(password)).isFalse();
      assertThat(Files.readString(password)).hasSize(43);
    }
  }

  @Test
  void keepsWhatWasCommittedOverARestart() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0)) {
      execute(
          server.access().platform(),
          "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 42 AS n");
    }
    assertThat(Postmaster.of(CLUSTER)).isEmpty();

    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0)) {
      assertThat(query(server.access().platform(), "SELECT n FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void stopsTheServerOfAKilledProcessAndKeepsItsData() throws Exception {
    directory.close();
    ProcessHandle orphan;
    try (Jvm killed = Jvm.start(Map.of(), Child.class, DATA.toString())) {
      killed.awaitOutput("serving");
      DatabaseAccess running = EmbeddedPostgres.running(DATA).orElseThrow();
      execute(
          running.platform(),
          "DROP TABLE IF EXISTS survived; CREATE TABLE survived AS SELECT 7 AS n");
      orphan = Postmaster.of(CLUSTER).orElseThrow().process();
      killed.signal("KILL");
      killed.await();
    }
    assertThat(orphan.isAlive()).isTrue();
    directory = DataDirectory.open(DATA);

    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0)) {
      assertThat(Postmaster.of(CLUSTER))
          .hasValueSatisfying(now -> assertThat(now.process()).isNotEqualTo(orphan));
      assertThat(orphan.info().command()).as("it has ended").isEmpty();
      assertThat(query(server.access().platform(), "SELECT n FROM survived")).isEqualTo("7");
    }
  }

  @Test
  void aStalePidFileThatNamesAnotherProcessIsNotBelieved() throws Exception {
    EmbeddedPostgres.start(directory, 0).close();
    Files.writeString(
        CLUSTER.resolve("postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + CLUSTER + "\n0\n5432\n\n127.0.0.1\n0\nready\n");

    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0)) {
      assertThat(setting(server.access().admin(), "data_directory")).isEqualTo(CLUSTER.toString());
    }
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void refusesAPortThatSomethingElseListensOn() throws Exception {
    try (ServerSocket other =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(directory, other.getLocalPort()))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("port " + other.getLocalPort() + " is in use")
          .hasMessageContaining("database.embedded_port");
    }
    assertThat(Postmaster.of(CLUSTER)).isEmpty();
  }

  @Test
  void neverTakesAnotherServerForOurs() throws Exception {
    try (EmbeddedPostgres other = EmbeddedPostgres.start(directory, 0)) {
      EmbeddedCluster elsewhere =
          new EmbeddedCluster(DATA.resolve("postgres"), DATA.resolve("somewhere/else"));

      assertThatThrownBy(() -> elsewhere.provision(other.access()))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("another server answers");
    }
  }

  @Test
  void aSecondInstanceIsRefusedWithTheFirstOnesNumber() {
    assertThatThrownBy(() -> DataDirectory.open(DATA))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("another instance (process " + ProcessHandle.current().pid() + ")")
        .hasMessageContaining(DATA.toString());
  }

  @Test
  void aCommandFindsTheRunningServerAndOnlyThat() {
    assertThat(EmbeddedPostgres.running(DATA)).isEmpty();

    try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0)) {
      assertThat(EmbeddedPostgres.running(DATA))
          .hasValueSatisfying(
              found ->
                  assertThat(found.platform().getPort())
                      .isEqualTo(server.access().platform().getPort()));
    }
  }

  @Test
  void aHalfUnpackedArchiveIsNotUsed() throws Exception {
    Path home = DATA.resolve("postgres");
    PrivateFiles.createDirectories(home.resolve("unpacking/bin"));
    Path programs = PostgresBinaries.unpack(home).home();
    PrivateFiles.deleteTree(programs);
    Files.createDirectories(home.resolve("unpacking/bin"));
    Files.writeString(home.resolve("unpacking/bin/postgres"), "half");

    PostgresBinaries again = PostgresBinaries.unpack(home);

    assertThat(Files.size(Path.of(again.program("postgres")))).isGreaterThan(1_000_000);
    assertThat(home.resolve("unpacking")).doesNotExist();
  }

  private static String setting(PgConnectOptions options, String name) throws SQLException {
    return query(options, "SHOW " + name);
  }

  private static String query(PgConnectOptions options, String sql) throws SQLException {
    try (Connection connection = connect(options);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void execute(PgConnectOptions options, String sql) throws SQLException {
    try (Connection connection = connect(options);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(PgConnectOptions options) throws SQLException {
    return DriverManager.getConnection(
        Migrations.jdbcUrl(options), options.getUser(), options.getPassword());
  }
}
