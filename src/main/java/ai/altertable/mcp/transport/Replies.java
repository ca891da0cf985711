package ai.altertable.mcp.transport;

import io.vertx.core.buffer.Buffer;
import java.util.function.LongSupplier;

/** The answers that one event loop still owes. */
final class Replies {
  /**
   * After this long a plain reply turns into a stream, whose comments keep the connection alive.
   */
  private static final long PATIENCE_MILLIS = 5_000;

  private final OpenStreams streams;
  private final LongSupplier clock;
  private final Deadlines<HttpReply> silent =
      new Deadlines<>(PATIENCE_MILLIS, HttpReply::startStream);

  /**
   * @param clock milliseconds that never go back
   */
  Replies(OpenStreams streams, LongSupplier clock) {
    this.streams = streams;
    this.clock = clock;
  }

  void waiting(HttpReply reply) {
    silent.add(reply, clock.getAsLong());
  }

  void streaming(HttpReply reply, EventStream stream) {
    silent.remove(reply);
    streams.add(stream);
    stream.open(clock.getAsLong());
  }

  void offer(EventStream stream, Buffer message) {
    stream.offer(message, clock.getAsLong());
  }

  void send(EventStream stream, Buffer message) {
    stream.send(message, clock.getAsLong());
  }

  void settled(HttpReply reply, EventStream stream) {
    silent.remove(reply);
    if (stream != null) {
      streams.remove(stream);
    }
  }

  void tick(long now) {
    silent.tick(now);
  }
}
