package ai.altertable.mcp.platform;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;

/** A PostgreSQL server that someone else runs, named by a URL in the configuration. */
final class ExternalPostgres {
  private static final int OLDEST = 15;

  private ExternalPostgres() {}

  /**
   * Connects once and checks that the server and the roles will do.
   *
   * @param url {@code database.url}
   * @param adminUrl {@code lakehouse.admin_url}; empty = the platform's role does that work too
   * @throws StartupException when they will not, with how to mend it
   */
  static DatabaseAccess check(String url, Optional<String> adminUrl) {
    PgConnectOptions platform = options(url);
    Role role = inspect("database.url", platform);
    if (role.boundless()) {
      throw new StartupException(
          "database.url logs in as "
              + role.name()
              + ", whom row-level security does not bind; run: ALTER ROLE \""
              + role.name()
              + "\" NOSUPERUSER NOBYPASSRLS, or use another role");
    }
    if (adminUrl.isEmpty()) {
      requireCreator("database.url", role);
    }
    return new DatabaseAccess(platform, adminUrl.map(ExternalPostgres::admin).orElse(platform));
  }

  /**
   * The administrator of {@code lakehouse.admin_url}.
   *
   * @throws StartupException when it cannot create databases and roles
   */
  static PgConnectOptions admin(String url) {
    PgConnectOptions admin = options(url);
    requireCreator("lakehouse.admin_url", inspect("lakehouse.admin_url", admin));
    return admin;
  }

  private static void requireCreator(String key, Role role) {
    if (!role.creator()) {
      throw new StartupException(
          key
              + " logs in as "
              + role.name()
              + ", who cannot create the environments' databases; run: ALTER ROLE \""
              + role.name()
              + "\" CREATEDB CREATEROLE"
              + (key.startsWith("database") ? ", or set lakehouse.admin_url" : ""));
    }
  }

  private static PgConnectOptions options(String url) {
    PgConnectOptions options = PgConnectOptions.fromUri(url);
    SslMode mode = options.getSslMode();
    if (mode == SslMode.DISABLE) {
      return options;
    }
    ClientSSLOptions ssl = new ClientSSLOptions();
    if (mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL) {
      ssl.setTrustOptions(TrustOptions.wrap(authorities().getTrustManagers()[0]));
      ssl.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
    } else {
      // As libpq does: these modes encrypt, and verify nothing.
      ssl.setTrustAll(true).setHostnameVerificationAlgorithm("");
    }
    return options.setSslOptions(ssl);
  }

  private static TrustManagerFactory authorities() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java's certificate authorities cannot be read", e);
    }
  }

  private static Role inspect(String key, PgConnectOptions options) {
    try (Connection connection =
            DriverManager.getConnection(
                Migrations.jdbcUrl(options), options.getUser(), options.getPassword());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT rolname, rolsuper OR rolbypassrls AS boundless,"
                    + " rolsuper OR (rolcreatedb AND rolcreaterole) AS creator"
                    + " FROM pg_roles WHERE rolname = current_user")) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < OLDEST) {
        throw new StartupException(
            key + " is PostgreSQL " + version + "; it must be " + OLDEST + " or newer");
      }
      row.next();
      return new Role(
          row.getString("rolname"), row.getBoolean("boundless"), row.getBoolean("creator"));
    } catch (SQLException e) {
      throw new StartupException(
          key + " (" + DatabaseAccess.name(options) + ") does not answer: " + e.getMessage(), e);
    }
  }

  /**
   * A role of the server.
   *
   * @param boundless whether row-level security does not bind it
   * @param creator whether it may create databases and roles
   */
  private record Role(String name, boolean boundless, boolean creator) {}
}
