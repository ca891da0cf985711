package ai.altertable.mcp.cluster;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.NodeNews;
import ai.altertable.mcp.bus.ToolNodes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Set;

/**
 * Takes other nodes' requests to the executors of this one, and tells them that it does. To be
 * started after the executors and stopped before them; one instance a node.
 */
public final class ToolGateway extends VerticleBase {
  /** Header of a request: the address it is for. */
  static final String FOR = "for";

  /** Header: how long its sender waits, in milliseconds. */
  static final String PATIENCE = "patience";

  /** The failure of a request that was not begun. */
  static final int NOT_TAKEN = 1;

  static final int FAILED = 2;

  private static final long NEWS_MILLIS = 2_000;

  /** By then what was on its way when the others heard that this node leaves has arrived. */
  private static final long LAST_REQUESTS_MILLIS = 1_000;

  private static final Set<String> KNOWN =
      Set.of(
          Addresses.TOOL_CALL,
          Addresses.TOOL_LIST,
          Addresses.CONTENT,
          Addresses.TASK,
          Addresses.TASK_CALL,
          Addresses.CONFORMANCE + Addresses.TOOL_CALL,
          Addresses.CONFORMANCE + Addresses.TOOL_LIST,
          Addresses.CONFORMANCE + Addresses.CONTENT);

  private final String nodeId;
  private ToolNodes here;
  private MessageConsumer<Object> requests;
  private MessageConsumer<Object> asked;
  private long news = -1;
  private int running;
  private Promise<Void> idle;

  /**
   * @param nodeId this node's id in the cluster
   */
  public ToolGateway(String nodeId) {
    this.nodeId = requireNonNull(nodeId, "nodeId is null");
  }

  @Override
  public Future<?> start() {
    here = ToolNodes.here(vertx.eventBus());
    requests = vertx.eventBus().consumer(Addresses.toolNode(nodeId), this::take);
    asked = vertx.eventBus().consumer(Addresses.TOOL_NODES_ASKED, message -> tell(true));
    return Future.all(requests.completion(), asked.completion())
        .onSuccess(
            registered -> {
              tell(true);
              news = vertx.setPeriodic(NEWS_MILLIS, tick -> tell(true));
            });
  }

  /** Sends the others elsewhere, and ends when what was taken is answered. */
  @Override
  public Future<?> stop() {
    vertx.cancelTimer(news);
    return asked
        .unregister()
        .onComplete(deaf -> tell(false))
        .compose(told -> vertx.timer(LAST_REQUESTS_MILLIS))
        .compose(
            quiet -> {
              idle = Promise.promise();
              if (running == 0) {
                idle.complete();
              }
              return idle.future();
            })
        .eventually(requests::unregister);
  }

  private void tell(boolean open) {
    vertx.eventBus().publish(Addresses.TOOL_NODES, new NodeNews(nodeId, open));
  }

  private void take(Message<Object> message) {
    String address = message.headers().get(FOR);
    if (address == null || !KNOWN.contains(address)) {
      message.fail(FAILED, "no address of requests");
      return;
    }
    DeliveryOptions options =
        new DeliveryOptions()
            .setLocalOnly(true)
            .setSendTimeout(Long.parseLong(message.headers().get(PATIENCE)));
    running++;
    here.request(address, message.body(), options, false)
        .onComplete(
            reply -> {
              if (reply.succeeded()) {
                message.reply(reply.result().body());
              } else {
                message.fail(code(reply.cause()), reply.cause().getMessage());
              }
              running--;
              if (idle != null && running == 0) {
                idle.tryComplete();
              }
            });
  }

  private static int code(Throwable fault) {
    return fault instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS
        ? NOT_TAKEN
        : FAILED;
  }
}
