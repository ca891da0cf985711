package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import ai.altertable.mcp.lakehouse.connection.HostPolicy;
import ai.altertable.mcp.lakehouse.connection.PostgresSettings;
import ai.altertable.mcp.lakehouse.connection.PostgresSettings.Tls;
import ai.altertable.mcp.lakehouse.connection.Trust;
import io.vertx.core.Future;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.SqlConnectOptions;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.UUID;

/** A database on a server of somebody else. Its address is judged anew for every connection. */
final class ExternalDatabase implements ReaderDatabase {
  private static final Map<Tls, SslMode> MODES =
      Map.of(
          Tls.DISABLE, SslMode.DISABLE,
          Tls.REQUIRE, SslMode.REQUIRE,
          Tls.VERIFY_CA, SslMode.VERIFY_CA,
          Tls.VERIFY_FULL, SslMode.VERIFY_FULL);

  private final ExternalConnection connection;
  private final PostgresSettings settings;
  private final HostPolicy hosts;

  /**
   * @param connection with {@link PostgresSettings}
   */
  ExternalDatabase(ExternalConnection connection, HostPolicy hosts) {
    this.connection = connection;
    this.settings = (PostgresSettings) connection.settings();
    this.hosts = hosts;
  }

  @Override
  public Object key() {
    return connection.key();
  }

  @Override
  public UUID environmentId() {
    return connection.tenant().environmentId();
  }

  @Override
  public String title() {
    return "The database of connection " + connection.info().catalog();
  }

  @Override
  public boolean managed() {
    return false;
  }

  @Override
  public Future<SqlConnectOptions> login() {
    return hosts.resolve(settings.host(), settings.port()).map(this::options);
  }

  private PgConnectOptions options(InetSocketAddress address) {
    PgConnectOptions options = new PinnedOptions(SocketAddress.inetSocketAddress(address));
    options
        .setHost(settings.host())
        .setPort(settings.port())
        .setDatabase(settings.database())
        .setUser(settings.user())
        .setSslMode(MODES.get(settings.tls()));
    connection.secret().ifPresent(options::setPassword);
    if (settings.tls() != Tls.DISABLE) {
      options.setSslOptions(tls());
    }
    return options;
  }

  private ClientSSLOptions tls() {
    ClientSSLOptions tls = new ClientSSLOptions().setHostnameVerificationAlgorithm("");
    if (settings.tls() == Tls.REQUIRE) {
      // as libpq does: encrypts, and verifies nothing
      return tls.setTrustAll(true);
    }
    tls.setTrustOptions(Trust.of(settings.ca()));
    return settings.tls() == Tls.VERIFY_FULL ? tls.setHostnameVerificationAlgorithm("HTTPS") : tls;
  }

  /** Connects, and cancels, at the address that was judged, whatever its name means by then. */
  private static final class PinnedOptions extends PgConnectOptions {
    private final SocketAddress address;

    private PinnedOptions(SocketAddress address) {
      this.address = address;
    }

    @Override
    public SocketAddress getSocketAddress() {
      return address;
    }

    // two of them are never compared, and the address is no part of what they are
    @Override
    public boolean equals(Object other) {
      return super.equals(other);
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }
  }
}
