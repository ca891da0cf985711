package ai.altertable.mcp.cluster;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.NodeLost;
import ai.altertable.mcp.bus.NodeNews;
import ai.altertable.mcp.bus.ToolNodes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.VertxInternal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executors of other nodes: each request goes to the node with the fewest unanswered ones, and
 * to another when that one is leaving. When a node dies, its repeatable requests start anew
 * elsewhere, and the others fail at once.
 */
public final class RemoteToolNodes implements ToolNodes {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteToolNodes.class);
  private static final long FIRST_NEWS_MILLIS = 3_000;

  private final Vertx vertx;
  private final LostCalls lostCalls;
  private final Map<String, KnownNode> nodes = new ConcurrentHashMap<>();
  private final Promise<Void> first = Promise.promise();

  /**
   * @param lostCalls hears of calls that a node took to its grave
   */
  public RemoteToolNodes(Vertx vertx, LostCalls lostCalls) {
    this.vertx = requireNonNull(vertx, "vertx is null");
    this.lostCalls = requireNonNull(lostCalls, "lostCalls is null");
  }

  /** Begins to hear of nodes; completes when one is known, or after a while without any. */
  public Future<?> start() {
    MessageConsumer<NodeNews> news =
        vertx.eventBus().consumer(Addresses.TOOL_NODES, message -> heard(message.body()));
    return news.completion()
        .compose(
            listening -> {
              vertx.eventBus().publish(Addresses.TOOL_NODES_ASKED, null);
              return first.future().timeout(FIRST_NEWS_MILLIS, TimeUnit.MILLISECONDS);
            })
        .otherwise(
            none -> {
              LOG.warn("no node with the role tools is there yet");
              return null;
            });
  }

  /** How many nodes take requests. */
  int open() {
    return (int) nodes.values().stream().filter(KnownNode::open).count();
  }

  /** A node is dead, or left the cluster. */
  public void left(String nodeId) {
    KnownNode node = nodes.remove(nodeId);
    if (node != null) {
      List<Promise<?>> unanswered = node.die();
      LOG.info("node with tools is gone id={} unanswered={}", nodeId, unanswered.size());
      unanswered.forEach(answer -> answer.tryFail(new NodeLost(nodeId)));
    }
  }

  @Override
  public <R> Future<Message<R>> request(
      String address, Object body, DeliveryOptions options, boolean repeatable) {
    DeliveryOptions delivery =
        new DeliveryOptions(options)
            .addHeader(ToolGateway.FOR, address)
            .addHeader(ToolGateway.PATIENCE, Long.toString(options.getSendTimeout()));
    return attempt(new Request(body, delivery, repeatable), new HashSet<>());
  }

  private <R> Future<Message<R>> attempt(Request request, Set<String> tried) {
    Optional<KnownNode> least =
        nodes.values().stream()
            .filter(node -> node.open() && !tried.contains(node.id()))
            .min(Comparator.comparingInt(KnownNode::load));
    if (least.isEmpty()) {
      return Future.failedFuture(
          new ReplyException(ReplyFailure.NO_HANDLERS, "no node with tools"));
    }
    KnownNode node = least.get();
    tried.add(node.id());
    return this.<R>send(node, request)
        .recover(
            fault -> {
              if (notTaken(fault)) {
                // Until it says that it is there.
                node.open(false);
                return attempt(request, tried);
              }
              if (!lost(fault)) {
                return Future.failedFuture(fault);
              }
              if (request.repeatable) {
                return attempt(request, tried);
              }
              return lostCalls
                  .lost(request.body)
                  .compose(recorded -> Future.failedFuture(new NodeLost(node.id())));
            });
  }

  private <R> Future<Message<R>> send(KnownNode node, Request request) {
    // Of the caller's context: the death of a node is noticed on a thread of Hazelcast.
    Promise<Message<R>> answer = ((VertxInternal) vertx).getOrCreateContext().promise();
    if (!node.await(answer)) {
      return Future.failedFuture(new ReplyException(ReplyFailure.NO_HANDLERS, "it is gone"));
    }
    vertx
        .eventBus()
        .<R>request(Addresses.toolNode(node.id()), request.body, request.options)
        .onComplete(
            reply -> {
              node.answered(answer);
              if (reply.succeeded()) {
                answer.tryComplete(reply.result());
              } else {
                answer.tryFail(reply.cause());
              }
            });
    return answer.future();
  }

  private void heard(NodeNews news) {
    if (news.open()) {
      nodes.computeIfAbsent(news.nodeId(), KnownNode::new).open(true);
      first.tryComplete();
    } else {
      // What it took it still answers, so long as it lives.
      nodes.computeIfPresent(
          news.nodeId(),
          (id, node) -> {
            node.open(false);
            return node;
          });
    }
  }

  private static boolean notTaken(Throwable fault) {
    return fault instanceof ReplyException reply
        && (reply.failureType() == ReplyFailure.NO_HANDLERS
            || (reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                && reply.failureCode() == ToolGateway.NOT_TAKEN));
  }

  /** A connection that breaks is as good as a dead node: nobody can say what it did. */
  private static boolean lost(Throwable fault) {
    return fault instanceof NodeLost
        || (fault instanceof ReplyException reply && reply.failureType() == ReplyFailure.ERROR);
  }

  private record Request(Object body, DeliveryOptions options, boolean repeatable) {}
}
