package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ToolEvent;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;

/** Passes a running call's progress on to its client (MCP, progress): strictly increasing. */
final class ProgressRelay {
  private final MessageConsumer<ToolEvent> consumer;
  private final Object progressToken;
  private final Reply reply;
  private double last = Double.NEGATIVE_INFINITY;

  private ProgressRelay(MessageConsumer<ToolEvent> consumer, Object progressToken, Reply reply) {
    this.consumer = consumer;
    this.progressToken = progressToken;
    this.reply = reply;
  }

  /** Completes when nothing can be missed any more. */
  static Future<ProgressRelay> listen(
      EventBus bus, String callId, Object progressToken, Reply reply) {
    MessageConsumer<ToolEvent> consumer = bus.consumer(Addresses.toolEvent(callId));
    ProgressRelay relay = new ProgressRelay(consumer, progressToken, reply);
    consumer.handler(message -> relay.take(message.body()));
    return consumer.completion().map(relay);
  }

  void close() {
    consumer.unregister();
  }

  private void take(ToolEvent event) {
    // Log messages are for clients that set a level; this server offers no logging.
    if (!(event instanceof ToolEvent.Progress progress) || progress.progress() <= last) {
      return;
    }
    last = progress.progress();
    JsonObject params = new JsonObject().put("progressToken", progressToken).put("progress", last);
    if (progress.total() != null) {
      params.put("total", progress.total());
    }
    if (progress.message() != null) {
      params.put("message", progress.message());
    }
    reply.notify("notifications/progress", params);
  }
}
