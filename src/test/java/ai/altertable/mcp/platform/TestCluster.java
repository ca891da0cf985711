package ai.altertable.mcp.platform;

import ai.altertable.mcp.bus.BusCodecs;
import ai.altertable.mcp.config.ClusterConfig;
import ai.altertable.mcp.config.ListenAddress;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Ports;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nodes of a real cluster, in this JVM and on loopback: what they say goes over the wire. */
public final class TestCluster implements AutoCloseable {
  private static final byte[] KEY = new byte[32];

  private final List<Integer> ports = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  /** A node and what it runs on. */
  public record Node(ClusterNode self, int port) {
    public Vertx vertx() {
      return self.vertx();
    }

    /** Is gone at once for the others, without a word. */
    public void die() {
      hazelcast().getLifecycleService().terminate();
    }

    int members() {
      return hazelcast().getCluster().getMembers().size();
    }

    private HazelcastInstance hazelcast() {
      return Hazelcast.getAllHazelcastInstances().stream()
          .filter(one -> one.getCluster().getLocalMember().getAddress().getPort() == port)
          .findFirst()
          .orElseThrow();
    }
  }

  /** Joins one more. */
  public Node join() {
    return join(KEY, Optional.empty());
  }

  /**
   * Joins one more.
   *
   * @param key 32 bytes; with another one, it stays alone
   * @param tls of its event bus
   */
  public Node join(byte[] key, Optional<ClusterConfig.Tls> tls) {
    int port = Ports.free();
    List<String> members = ports.stream().map(known -> "127.0.0.1:" + known).toList();
    ClusterConfig config =
        new ClusterConfig(new ListenAddress("127.0.0.1", port), 0, members, false, tls);
    ClusterNode self =
        ClusterNode.join(Vertx.builder(), new VertxOptions(), config, new Secrets(key));
    BusCodecs.register(self.vertx().eventBus());
    Node node = new Node(self, port);
    ports.add(port);
    nodes.add(node);
    return node;
  }

  /** How many nodes the newest one sees. */
  public int seenByTheNewest() {
    return nodes.get(nodes.size() - 1).members();
  }

  @Override
  public void close() {
    for (Node node : nodes) {
      Await.get(node.vertx().close().otherwiseEmpty());
    }
  }
}
