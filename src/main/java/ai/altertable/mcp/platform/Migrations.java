package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the platform database's schema up to date. Blocks. */
public final class Migrations {
  static final String DIRECTORY = "db/migration";

  private Migrations() {}

  /**
   * Applies what is missing; nodes that start together wait for each other.
   *
   * @param mark of the migrations at hand; when the database holds it nothing else is asked
   * @throws StartupException when the database is newer than this program, was changed by hand, or
   *     a migration fails
   */
  public static void run(PgConnectOptions database, Optional<SchemaMark> mark) {
    try (Connection connection =
        DriverManager.getConnection(
            jdbcUrl(database), database.getUser(), database.getPassword())) {
      if (mark.isPresent() && mark.get().in(connection)) {
        return;
      }
      flyway(database).load().migrate();
      if (mark.isPresent()) {
        mark.get().write(connection);
      }
    } catch (FlywayException | SQLException e) {
      throw new StartupException(
          "the schema of "
              + DatabaseAccess.name(database)
              + " cannot be brought up to date: "
              + e.getMessage(),
          e);
    }
  }

  /** How far the schema is, for the doctor; changes nothing. */
  static Finding finding(PgConnectOptions database) {
    try {
      Flyway flyway = flyway(database).ignoreMigrationPatterns("*:pending").load();
      MigrationInfoService migrations = flyway.info();
      if (migrations.current() == null) {
        return Finding.ok("schema", "empty; the next start fills it");
      }
      flyway.validate();
      int pending = migrations.pending().length;
      return Finding.ok(
          "schema",
          "at version "
              + migrations.current().getVersion()
              + (pending == 0 ? ", up to date" : "; the next start applies " + pending + " more"));
    } catch (FlywayException e) {
      return Finding.failed(
          "schema",
          "is not this program's: "
              + e.getMessage().strip().lines().findFirst().orElse("")
              + "; start the version it belongs to, or restore a backup");
    }
  }

  private static FluentConfiguration flyway(PgConnectOptions database) {
    return Flyway.configure()
        .dataSource(jdbcUrl(database), database.getUser(), database.getPassword())
        .locations("classpath:" + DIRECTORY);
  }

  /** The same database for JDBC, without user and password. */
  static String jdbcUrl(PgConnectOptions options) {
    SslMode ssl = options.getSslMode();
    // pgjdbc looks for authorities in the user's home; Java's own are meant, as for Vert.x.
    String factory =
        ssl == SslMode.VERIFY_CA || ssl == SslMode.VERIFY_FULL
            ? "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
            : "";
    return "jdbc:postgresql://"
        + (options.getHost().contains(":") ? "[" + options.getHost() + "]" : options.getHost())
        + ":"
        + options.getPort()
        + "/"
        + URLEncoder.encode(options.getDatabase(), UTF_8)
        + "?ApplicationName=altertable-mcp&sslmode="
        + ssl.name().toLowerCase(Locale.ROOT).replace('_', '-')
        + factory;
  }
}
