package ai.altertable.mcp.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How this node finds the others and talks to them, keys {@code cluster.*}.
 *
 * @param membership listener of Hazelcast, which knows who is there
 * @param busPort of the event bus, on the same host; 0 lets the system choose
 * @param members {@code host} or {@code host:port} of other nodes' membership listeners
 * @param privateNetwork whether the operator says that only the nodes are on its network
 * @param tls of the event bus, both ways; empty only on loopback
 */
public record ClusterConfig(
    ListenAddress membership,
    int busPort,
    List<String> members,
    boolean privateNetwork,
    Optional<Tls> tls) {
  public ClusterConfig {
    members = List.copyOf(members);
    if (!membership.loopback() && (tls.isEmpty() || !privateNetwork)) {
      throw new IllegalArgumentException(
          "beyond loopback the event bus is encrypted, and the network is the nodes' own");
    }
  }

  /**
   * PEM files of the event bus: every node shows a certificate, and believes those of the
   * authority.
   *
   * @param identity this node's certificate and key
   * @param authority whose certificates are believed; one that signs for these nodes only
   */
  public record Tls(TlsConfig identity, Path authority) {}
}
