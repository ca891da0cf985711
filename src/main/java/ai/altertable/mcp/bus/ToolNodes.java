package ai.altertable.mcp.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;

/**
 * Whoever runs tools, serves content and keeps tasks: this process, or other nodes. Thread-safe.
 */
public interface ToolNodes {
  /**
   * Asks one of them; the answer comes on the caller's context.
   *
   * @param address one of {@link Addresses} whose messages are requests
   * @param options how long to wait
   * @param repeatable whether it may be asked anew when the node that took it dies
   * @return fails like {@link EventBus#request}; with {@link NodeLost} when the node died and the
   *     request is not repeatable
   */
  <R> Future<Message<R>> request(
      String address, Object body, DeliveryOptions options, boolean repeatable);

  /** Those of this process. */
  static ToolNodes here(EventBus bus) {
    return new LocalToolNodes(bus);
  }
}
