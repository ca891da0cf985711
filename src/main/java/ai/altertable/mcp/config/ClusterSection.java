package ai.altertable.mcp.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code cluster.*}, and refuses what would be open to a network that others are on. */
final class ClusterSection {
  private static final Pattern MEMBER =
      Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+])(?::[1-9][0-9]{0,4})?");

  private final ConfigReader read;

  ClusterSection(ConfigReader read) {
    this.read = read;
  }

  /** Empty when nodes share nothing but the database. */
  Optional<ClusterConfig> read() {
    boolean enabled = read.flag("cluster.enabled");
    boolean privateNetwork = read.flag("cluster.private_network");
    ListenAddress membership = read.listen("cluster");
    int busPort = read.integer("cluster.bus_port", 0, 65535);
    List<String> members = members();
    Optional<ClusterConfig.Tls> tls = tls();
    if (!enabled) {
      return Optional.empty();
    }
    if (!membership.loopback() && refused(privateNetwork, tls)) {
      return Optional.empty();
    }
    return Optional.of(new ClusterConfig(membership, busPort, members, privateNetwork, tls));
  }

  private boolean refused(boolean privateNetwork, Optional<ClusterConfig.Tls> tls) {
    if (!privateNetwork) {
      read.fault(
          "cluster.host",
          "must be a loopback address unless cluster.private_network says that only the nodes are"
              + " on its network: membership is neither encrypted nor authenticated");
    }
    if (tls.isEmpty()) {
      read.fault(
          "cluster.certificate",
          "must be given with cluster.key and cluster.authority when cluster.host is no loopback"
              + " address");
    }
    return !privateNetwork || tls.isEmpty();
  }

  private List<String> members() {
    List<String> members = read.list("cluster.members");
    if (!members.stream().allMatch(member -> MEMBER.matcher(member).matches())) {
      read.fault("cluster.members", "must hold host or host:port of other nodes");
    }
    return members;
  }

  private Optional<ClusterConfig.Tls> tls() {
    List<String> keys = List.of("cluster.certificate", "cluster.key", "cluster.authority");
    List<Path> files =
        keys.stream().flatMap(key -> read.optional(key).stream()).map(Path::of).toList();
    if (files.isEmpty()) {
      return Optional.empty();
    }
    keys.stream()
        .filter(key -> read.optional(key).map(Path::of).filter(Files::isReadable).isEmpty())
        .forEach(key -> read.fault(key, "must be a readable PEM file; the three go together"));
    return files.size() < keys.size()
        ? Optional.empty()
        : Optional.of(
            new ClusterConfig.Tls(new TlsConfig(files.get(0), files.get(1)), files.get(2)));
  }
}
