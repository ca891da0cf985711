package ai.altertable.mcp.lakehouse.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * JDBC sessions of an environment's owner, for what only JDBC has: COPY. Connecting blocks.
 *
 * <p>Nothing of it may hang for ever: a server that is gone is noticed within a minute.
 */
public final class OwnerLogin {
  private static final String CONNECT_SECONDS = "10";
  private static final String SILENCE_SECONDS = "60";

  private OwnerLogin() {}

  /**
   * @param owner login that owns the database
   * @param name of the session, for administrators of the server
   */
  public static Connection connect(PgConnectOptions owner, String name) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", owner.getUser());
    properties.setProperty("password", owner.getPassword());
    properties.setProperty("sslmode", owner.getSslMode().value);
    properties.setProperty("ApplicationName", name);
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", SILENCE_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + owner.getHost() + ":" + owner.getPort() + "/" + owner.getDatabase(),
        properties);
  }
}
