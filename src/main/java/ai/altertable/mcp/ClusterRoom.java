package ai.altertable.mcp;

import ai.altertable.mcp.bus.ToolNodes;
import ai.altertable.mcp.cluster.LostCalls;
import ai.altertable.mcp.cluster.RemoteToolNodes;
import ai.altertable.mcp.cluster.ToolGateway;
import ai.altertable.mcp.config.Role;
import ai.altertable.mcp.platform.ClusterNode;
import ai.altertable.mcp.platform.Platform;
import io.vertx.core.Future;
import java.util.Optional;

/** Plugs other nodes in, where there are some. */
final class ClusterRoom {
  private final Platform platform;
  private final Optional<RemoteToolNodes> remote;
  private final ToolNodes tools;

  ClusterRoom(Platform platform) {
    this.platform = platform;
    // A node with tools of its own never sends a call to another: nothing is encoded, nothing lost.
    this.remote =
        platform
            .clusterNode()
            .filter(node -> !platform.config().runtime().has(Role.TOOLS))
            .map(node -> remote(platform, node));
    this.tools =
        remote.<ToolNodes>map(known -> known).orElse(ToolNodes.here(platform.vertx().eventBus()));
  }

  private static RemoteToolNodes remote(Platform platform, ClusterNode node) {
    RemoteToolNodes nodes = new RemoteToolNodes(platform.vertx(), new LostCalls(platform.audit()));
    node.onLeft(nodes::left);
    return nodes;
  }

  /** Whoever runs tools for this node. */
  ToolNodes tools() {
    return tools;
  }

  /** Finds nodes with tools; to be started before what asks them. */
  Optional<Part> finder() {
    return remote.map(nodes -> new Part("nodes", nodes::start, Future::succeededFuture));
  }

  /** Offers this node's tools to the others; to be started after them. */
  Optional<Part> gateway() {
    return platform
        .clusterNode()
        .map(
            node ->
                Part.verticle("gateway", platform.vertx(), 1, () -> new ToolGateway(node.id())));
  }
}
