package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.config.ClusterConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import java.util.HexFormat;

/**
 * Hazelcast as it is used here: one address, listed members, nothing sent to anybody else. The maps
 * are those that Vert.x keeps its registrations in.
 */
final class HazelcastSettings {
  private HazelcastSettings() {}

  static Config of(ClusterConfig cluster, String address, Secrets secrets) {
    Config config = ConfigUtil.loadConfig();
    byte[] name = secrets.sign("cluster", "name".getBytes(UTF_8));
    config.setClusterName("altertable-" + HexFormat.of().formatHex(name, 0, 16));
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    // Members are listed, so there is nobody to wait for; nodes that start at the same moment and
    // miss each other come together soon after.
    config.setProperty("hazelcast.wait.seconds.before.join", "1");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "10");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "10");
    // Half-dead machines; the death of a process closes its connections, which is seen at once.
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
    network(config.getNetworkConfig(), cluster, address);
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(
            new JavaSerializationFilterConfig().setDefaultsDisabled(false));
    return config;
  }

  private static void network(NetworkConfig network, ClusterConfig cluster, String address) {
    network.setPort(cluster.membership().port()).setPortAutoIncrement(false);
    network.setPublicAddress(address);
    network.getInterfaces().setEnabled(true).addInterface(address);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(cluster.members());
  }
}
