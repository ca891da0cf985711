package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.Config;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the doctor asks the database server. Reads, and changes nothing. */
final class DatabaseChecks {
  private static final long SKEW_MILLIS = 2_000;

  /** One for each listener of news, and some for commands. */
  private static final int BESIDE_POOLS = 4;

  private final Config config;
  private final Path directory;

  DatabaseChecks(Config config) {
    this.config = config;
    this.directory = config.runtime().dataDir().toAbsolutePath().normalize();
  }

  List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    try {
      Optional<DatabaseAccess> access = access();
      if (access.isEmpty()) {
        findings.add(Finding.ok("database", "embedded, not running; it starts with the product"));
        return findings;
      }
      look(access.get(), findings);
    } catch (StartupException e) {
      findings.add(Finding.failed("database", e.getMessage()));
    } catch (SQLException e) {
      findings.add(Finding.failed("database", "does not answer: " + e.getMessage()));
    }
    return findings;
  }

  private Optional<DatabaseAccess> access() {
    return config
        .database()
        .url()
        .map(url -> ExternalPostgres.check(url, config.lakehouse().adminUrl()))
        .or(() -> EmbeddedPostgres.running(directory));
  }

  private void look(DatabaseAccess access, List<Finding> findings) throws SQLException {
    PgConnectOptions platform = access.platform();
    long begin = System.nanoTime();
    try (Connection connection =
            DriverManager.getConnection(
                Migrations.jdbcUrl(platform), platform.getUser(), platform.getPassword());
        Statement statement = connection.createStatement()) {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      findings.add(
          Finding.ok(
              "database",
              "PostgreSQL "
                  + connection.getMetaData().getDatabaseProductVersion()
                  + " at "
                  + DatabaseAccess.name(platform)
                  + ", connected in "
                  + millis
                  + " ms"));
      findings.add(clock(statement));
      findings.add(connections(statement));
      Finding schema = Migrations.finding(platform);
      findings.add(schema);
      if (schema.verdict() != Finding.Verdict.FAILED) {
        sealed(statement).ifPresent(findings::add);
      }
    }
  }

  private static Finding clock(Statement statement) throws SQLException {
    long before = System.currentTimeMillis();
    try (ResultSet row =
        statement.executeQuery("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")) {
      row.next();
      long here = (before + System.currentTimeMillis()) / 2;
      long skew = row.getLong(1) - here;
      String text = "the database's is " + skew + " ms ahead of ours";
      return Math.abs(skew) > SKEW_MILLIS
          ? Finding.failed("clock", text + "; tokens and codes would end too early or too late")
          : Finding.ok("clock", text);
    }
  }

  private Finding connections(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT current_setting('max_connections')::int"
                + " - current_setting('superuser_reserved_connections')::int,"
                + " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')")) {
      row.next();
      int most = row.getInt(1);
      int open = row.getInt(2);
      int needed =
          config.database().poolSize() + config.lakehouse().maxConnections() + BESIDE_POOLS;
      String text =
          open + " of " + most + " are open; a node may open " + needed + " on this server";
      return needed > most
          ? Finding.failed(
              "connections",
              text + "; lower lakehouse.max_connections, or raise the server's max_connections")
          : Finding.ok("connections", text);
    }
  }

  /** Whether what is sealed in the database opens with our key; empty when nothing is sealed. */
  private Optional<Finding> sealed(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT kid, private_sealed FROM signing_key ORDER BY created_at DESC LIMIT 1")) {
      if (!row.next()) {
        return Optional.empty();
      }
      Secrets secrets = KeyFile.existing(config.runtime().secretsKey(), directory);
      secrets.open("signing-key/" + row.getString(1), row.getBytes(2));
      return Optional.of(Finding.ok("sealed keys", "open with this secrets.key"));
    } catch (IllegalArgumentException e) {
      return Optional.of(
          Finding.failed(
              "sealed keys",
              "do not open with this secrets.key; give the one that the database was filled with"));
    } catch (StartupException e) {
      return Optional.of(Finding.failed("sealed keys", e.getMessage()));
    }
  }
}
