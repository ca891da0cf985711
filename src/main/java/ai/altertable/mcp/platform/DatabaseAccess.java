package ai.altertable.mcp.platform;

import static java.util.Objects.requireNonNull;

import io.vertx.pgclient.PgConnectOptions;

/**
 * How the database server is reached. Holds passwords: never printed.
 *
 * @param platform the platform database, as the role that owns it; no superuser, so row-level
 *     security binds it
 * @param admin who creates the environments' databases and roles; connects to a maintenance
 *     database
 */
public record DatabaseAccess(PgConnectOptions platform, PgConnectOptions admin) {
  public DatabaseAccess {
    requireNonNull(platform, "platform is null");
    requireNonNull(admin, "admin is null");
    platform = new PgConnectOptions(platform);
    admin = new PgConnectOptions(admin);
  }

  /** A copy, free to be changed. */
  @Override
  public PgConnectOptions platform() {
    return new PgConnectOptions(platform);
  }

  /** A copy, free to be changed. */
  @Override
  public PgConnectOptions admin() {
    return new PgConnectOptions(admin);
  }

  @Override
  public String toString() {
    return "DatabaseAccess[" + name(platform) + "]";
  }

  /** {@code host:port/database}, for messages. */
  static String name(PgConnectOptions options) {
    return options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
  }
}
