package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;

/** The executors of this process, also where the bus spans nodes: messages go by reference. */
record LocalToolNodes(EventBus bus) implements ToolNodes {
  LocalToolNodes {
    requireNonNull(bus, "bus is null");
  }

  @Override
  public <R> Future<Message<R>> request(
      String address, Object body, DeliveryOptions options, boolean repeatable) {
    DeliveryOptions here =
        options.isLocalOnly() ? options : new DeliveryOptions(options).setLocalOnly(true);
    return bus.request(address, body, here);
  }
}
