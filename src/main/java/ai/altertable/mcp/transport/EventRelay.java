package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ToolEvent;
import ai.altertable.mcp.protocol.LogLevel;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;

/**
 * Passes on what a running call tells: progress, strictly increasing, to those that gave a token;
 * log messages to those that named a level.
 */
final class EventRelay {
  private final MessageConsumer<ToolEvent> consumer;
  private final Wanted wanted;
  private final Reply reply;
  private double last = Double.NEGATIVE_INFINITY;

  private EventRelay(MessageConsumer<ToolEvent> consumer, Wanted wanted, Reply reply) {
    this.consumer = consumer;
    this.wanted = wanted;
    this.reply = reply;
  }

  /**
   * What a client wants to hear.
   *
   * @param progressToken a string or number, or null
   * @param logLevel the least severe, or null
   */
  record Wanted(Object progressToken, LogLevel logLevel) {
    boolean anything() {
      return progressToken != null || logLevel != null;
    }
  }

  /** Completes when nothing can be missed any more. */
  static Future<EventRelay> listen(EventBus bus, String callId, Wanted wanted, Reply reply) {
    MessageConsumer<ToolEvent> consumer = bus.consumer(Addresses.toolEvent(callId));
    EventRelay relay = new EventRelay(consumer, wanted, reply);
    consumer.handler(message -> relay.take(message.body()));
    return consumer.completion().map(relay);
  }

  void close() {
    consumer.unregister();
  }

  private void take(ToolEvent event) {
    if (event instanceof ToolEvent.Progress progress) {
      progress(progress);
    } else if (event instanceof ToolEvent.Log log) {
      log(log);
    } else if (event instanceof ToolEvent.Pause) {
      reply.pause();
    }
  }

  private void progress(ToolEvent.Progress progress) {
    if (wanted.progressToken() == null || progress.progress() <= last) {
      return;
    }
    last = progress.progress();
    JsonObject params =
        new JsonObject().put("progressToken", wanted.progressToken()).put("progress", last);
    if (progress.total() != null) {
      params.put("total", progress.total());
    }
    if (progress.message() != null) {
      params.put("message", progress.message());
    }
    reply.notify("notifications/progress", params);
  }

  private void log(ToolEvent.Log log) {
    if (wanted.logLevel() == null || LogLevel.parse(log.level()).compareTo(wanted.logLevel()) < 0) {
      return;
    }
    reply.notify(
        "notifications/message",
        new JsonObject()
            .put("level", log.level())
            .put("logger", log.logger())
            .put("data", log.data()));
  }
}
