package ai.altertable.mcp.platform;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What the embedded server keeps on disk: its data directory and, beside it, the passwords of the
 * superuser and of the platform's role in files of mode 0600.
 */
final class EmbeddedCluster {
  private static final String SUPERUSER = "postgres";
  private static final String PLATFORM = "altertable";

  private final Path home;
  private final Path data;

  EmbeddedCluster(Path home, Path data) {
    this.home = home;
    this.data = data;
  }

  /** Initializes the data directory unless it is there; it appears whole or not at all. */
  void create(PostgresBinaries binaries, ServerAccount account) throws IOException {
    if (Files.exists(data)) {
      return;
    }
    Path draft = home.resolve("initializing");
    Path password = home.resolve("initdb.password");
    PrivateFiles.deleteTree(draft);
    PrivateFiles.createDirectories(draft);
    account.own(draft);
    PrivateFiles.create(password(SUPERUSER), Secrets.randomToken());
    PrivateFiles.create(password(PLATFORM), Secrets.randomToken());
    try {
      Files.copy(password(SUPERUSER), password);
      account.own(password);
      Subprocess.run(
          account.command(
              List.of(
                  binaries.program("initdb"),
                  "-D",
                  draft.toString(),
                  "--username=" + SUPERUSER,
                  "--pwfile=" + password,
                  "--auth=scram-sha-256",
                  "--set=scram_iterations=1",
                  "--encoding=UTF8",
                  // Sorts by code point on every platform: no index depends on a system's locale.
                  "--locale=C",
                  "--locale-provider=builtin",
                  "--builtin-locale=C.UTF-8",
                  "--data-checksums")));
    } finally {
      Files.deleteIfExists(password);
    }
    Files.move(draft, data, ATOMIC_MOVE);
  }

  DatabaseAccess access(String host, int port) throws IOException {
    PgConnectOptions server = new PgConnectOptions().setHost(host).setPort(port);
    return new DatabaseAccess(
        new PgConnectOptions(server)
            .setDatabase(PLATFORM)
            .setUser(PLATFORM)
            .setPassword(Files.readString(password(PLATFORM))),
        new PgConnectOptions(server)
            .setDatabase(SUPERUSER)
            .setUser(SUPERUSER)
            .setPassword(Files.readString(password(SUPERUSER))));
  }

  /**
   * Makes sure that the server which answers is ours, and that the platform's role and database
   * exist.
   */
  void provision(DatabaseAccess access) throws SQLException {
    PgConnectOptions admin = access.admin();
    try (Connection connection =
            DriverManager.getConnection(
                Migrations.jdbcUrl(admin), admin.getUser(), admin.getPassword());
        Statement statement = connection.createStatement()) {
      String answers = text(statement, "SHOW data_directory");
      if (!data.toString().equals(answers)) {
        throw new StartupException(
            "another server answers on " + DatabaseAccess.name(admin) + ", on " + answers);
      }
      if (!exists(statement, "pg_roles WHERE rolname")) {
        statement.execute(
            "CREATE ROLE altertable LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD '"
                + access.platform().getPassword()
                + "'");
      }
      if (!exists(statement, "pg_database WHERE datname")) {
        statement.execute("CREATE DATABASE altertable OWNER altertable");
        // The environments' roles live on this server too, and have no business in here.
        statement.execute("REVOKE ALL ON DATABASE altertable, postgres, template1 FROM PUBLIC");
      }
    }
  }

  private static boolean exists(Statement statement, String where) throws SQLException {
    return text(statement, "SELECT count(*) FROM " + where + " = '" + PLATFORM + "'").equals("1");
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  private Path password(String user) {
    return home.resolve(user + ".password");
  }
}
