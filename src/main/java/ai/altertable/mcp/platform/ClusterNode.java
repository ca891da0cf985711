package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.ClusterConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process among the nodes of a cluster: its id, and news of nodes that are gone. */
public final class ClusterNode {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final int PING_MILLIS = 5_000;

  private final HazelcastClusterManager manager;
  private final Vertx vertx;
  private final List<Consumer<String>> listeners;

  private ClusterNode(
      HazelcastClusterManager manager, Vertx vertx, List<Consumer<String>> listeners) {
    this.manager = manager;
    this.vertx = vertx;
    this.listeners = listeners;
  }

  /**
   * Joins. Blocks.
   *
   * @param builder knows how the node is measured and traced
   * @param secrets the same on every node: others do not join
   * @throws StartupException with what is wrong
   */
  static ClusterNode join(
      VertxBuilder builder, VertxOptions options, ClusterConfig config, Secrets secrets) {
    // Hazelcast reads this before it reads its configuration.
    System.setProperty("hazelcast.logging.type", "slf4j");
    String address = address(config);
    HazelcastClusterManager manager =
        new HazelcastClusterManager(HazelcastSettings.of(config, address, secrets));
    List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    manager.nodeListener(
        new NodeListener() {
          @Override
          public void nodeAdded(String nodeId) {
            LOG.info("node joined id={}", nodeId);
          }

          @Override
          public void nodeLeft(String nodeId) {
            LOG.info("node left id={}", nodeId);
            listeners.forEach(listener -> listener.accept(nodeId));
          }
        });
    builder.with(options.setEventBusOptions(bus(config, address))).withClusterManager(manager);
    try {
      Vertx vertx = builder.buildClustered().toCompletionStage().toCompletableFuture().join();
      return new ClusterNode(manager, vertx, listeners);
    } catch (CompletionException e) {
      throw new StartupException(
          "the node cannot join a cluster: "
              + e.getCause().getMessage()
              + "; cluster.host, cluster.port and cluster.bus_port say where it listens",
          e.getCause());
    }
  }

  /** This node's id, new at each start. */
  public String id() {
    return manager.getNodeId();
  }

  /**
   * Hears of each node that has gone, in order or not.
   *
   * @param listener takes its id, on any thread; must not block
   */
  public void onLeft(Consumer<String> listener) {
    listeners.add(listener);
  }

  Vertx vertx() {
    return vertx;
  }

  private static String address(ClusterConfig config) {
    try {
      return InetAddress.getByName(config.membership().host()).getHostAddress();
    } catch (UnknownHostException e) {
      throw new StartupException(
          "cluster.host = " + config.membership().host() + " is no address of this machine", e);
    }
  }

  private static EventBusOptions bus(ClusterConfig config, String address) {
    EventBusOptions options =
        new EventBusOptions()
            .setHost(address)
            .setPort(config.busPort())
            .setClusterPingInterval(PING_MILLIS)
            .setClusterPingReplyInterval(PING_MILLIS);
    config
        .tls()
        .ifPresent(
            tls ->
                options
                    .setSsl(true)
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .addCertPath(tls.identity().certificate().toString())
                            .addKeyPath(tls.identity().key().toString()))
                    .setTrustOptions(
                        new PemTrustOptions().addCertPath(tls.authority().toString())));
    return options;
  }
}
