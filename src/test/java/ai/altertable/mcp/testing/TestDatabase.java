package ai.altertable.mcp.testing;

import ai.altertable.mcp.platform.DataDirectory;
import ai.altertable.mcp.platform.DatabaseAccess;
import ai.altertable.mcp.platform.EmbeddedPostgres;
import ai.altertable.mcp.platform.Migrations;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A migrated platform database of its own for a test class, on one embedded server that all tests
 * of the JVM share. Made in a few hundredths of a second by copying a template.
 *
 * <pre>{@code
 * static final TestDatabase DATABASE = TestDatabase.create();
 * PlatformDatabase database = DATABASE.connect(vertx);
 * }</pre>
 */
public final class TestDatabase {
  private static final String TEMPLATE = "altertable";
  private static final String LEFT_DATABASES =
      "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'";
  private static final String LEFT_ROLES =
      "SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> ALL"
          + " (ARRAY['postgres', 'altertable'])";
  private static final DatabaseAccess SERVER = start();

  private final DatabaseAccess access;
  private final Secrets secrets = new Secrets(new byte[32]);

  private TestDatabase(DatabaseAccess access) {
    this.access = access;
  }

  /** A fresh database with the whole schema and no rows. */
  public static TestDatabase create() {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE + " OWNER altertable");
    return new TestDatabase(
        new DatabaseAccess(SERVER.platform().setDatabase(name), SERVER.admin()));
  }

  /** Runs a statement as superuser on the server, outside of any test's database. */
  public static synchronized void execute(String sql) {
    try (Connection connection = connect(SERVER.admin());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How the test's database, and the server's superuser, are reached. */
  public DatabaseAccess access() {
    return access;
  }

  /** Connects to the test's database; closed with Vert.x. */
  public PlatformDatabase connect(Vertx vertx) {
    return new PlatformDatabase(pool(vertx, access.platform()));
  }

  /** Connects to the test's database as superuser, past row-level security; closed with Vert.x. */
  public Pool superuser(Vertx vertx) {
    return pool(vertx, access.admin().setDatabase(access.platform().getDatabase()));
  }

  /** Secrets under a key that is the same in every run. */
  public Secrets secrets() {
    return secrets;
  }

  private static Pool pool(Vertx vertx, PgConnectOptions options) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(4))
        .connectingTo(options.setCachePreparedStatements(true))
        .using(vertx)
        .build();
  }

  private static DatabaseAccess start() {
    DataDirectory directory = DataDirectory.open(Path.of("target", "test-data"));
    EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  directory.close();
                },
                "stop-test-database"));
    try (Connection connection = connect(server.access().admin());
        Statement statement = connection.createStatement()) {
      // What earlier runs left, so that the template always has the schema of today.
      for (String database : names(statement, LEFT_DATABASES)) {
        statement.execute("DROP DATABASE \"" + database + "\" WITH (FORCE)");
      }
      for (String role : names(statement, LEFT_ROLES)) {
        statement.execute("DROP ROLE \"" + role + "\"");
      }
      statement.execute("CREATE DATABASE " + TEMPLATE + " OWNER altertable");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Migrations.run(server.access().platform(), Optional.empty());
    return server.access();
  }

  private static Connection connect(PgConnectOptions options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + options.getPort() + "/" + options.getDatabase(),
        options.getUser(),
        options.getPassword());
  }

  private static List<String> names(Statement statement, String query) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    return names;
  }
}
