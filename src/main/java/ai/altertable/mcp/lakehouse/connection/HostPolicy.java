package ai.altertable.mcp.lakehouse.connection;

import ai.altertable.mcp.config.CidrBlock;
import ai.altertable.mcp.config.ConnectionsConfig;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.platform.PublicAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which hosts connections may reach, by the operator's word. A name is looked up once, its address
 * judged, and that address connected to: a name server that answers otherwise the next time changes
 * nothing.
 */
public final class HostPolicy {
  private final VertxInternal vertx;
  private final List<String> names = new ArrayList<>();
  private final List<CidrBlock> blocks = new ArrayList<>();
  private final boolean privateAddresses;

  public HostPolicy(Vertx vertx, ConnectionsConfig config) {
    this.vertx = (VertxInternal) vertx;
    this.privateAddresses = config.privateAddresses();
    for (String host : config.allowedHosts()) {
      if (host.indexOf('/') >= 0 || CidrBlock.isAddress(host)) {
        blocks.add(CidrBlock.parse(host));
      } else {
        names.add(host.toLowerCase(Locale.ROOT));
      }
    }
  }

  /**
   * Looks a host up.
   *
   * @return its address, with the host's name kept for certificates; fails with {@link QueryFault}
   *     when there is none, or when it may not be reached
   */
  public Future<InetSocketAddress> resolve(String host, int port) {
    String name = SettingsReader.plain(host);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    String asked = name;
    return vertx
        .nameResolver()
        .resolve(asked)
        .recover(
            failure ->
                Future.failedFuture(unavailable("The host " + asked + " has no address.", null)))
        .compose(
            address ->
                allows(asked, address)
                    ? Future.succeededFuture(new InetSocketAddress(named(asked, address), port))
                    : Future.failedFuture(
                        unavailable(
                            "The host " + asked + " may not be reached from here.",
                            "Connections reach public addresses and the hosts that the operator"
                                + " of this server has allowed.")));
  }

  boolean allows(String host, InetAddress address) {
    String text = PublicAddresses.text(address);
    if (names.stream().anyMatch(allowed -> matches(allowed, host))
        || blocks.stream().anyMatch(block -> block.contains(text))) {
      return true;
    }
    boolean open = names.isEmpty() && blocks.isEmpty();
    return open && (privateAddresses || PublicAddresses.contains(address));
  }

  private static boolean matches(String allowed, String host) {
    return allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
  }

  private static InetAddress named(String host, InetAddress address) {
    try {
      return InetAddress.getByAddress(host, address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static QueryFault unavailable(String message, String hint) {
    return new QueryFault(QueryFault.Kind.UNAVAILABLE, message, Detail.hint(hint));
  }
}
