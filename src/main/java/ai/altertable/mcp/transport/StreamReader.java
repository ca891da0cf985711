package ai.altertable.mcp.transport;

import ai.altertable.mcp.transport.replay.EventId;
import ai.altertable.mcp.transport.replay.EventLog;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.function.LongSupplier;

/** Brings the events of a log to a response, on the response's own event loop. */
final class StreamReader implements EventLog.Reader {
  /** How long a client shall wait before it comes back. */
  private static final long RETRY_MILLIS = 1_000;

  private final Context context;
  private final Thread loop = Thread.currentThread();
  private final EventStream stream;
  private final OpenStreams streams;
  private final LongSupplier clock;

  /**
   * To be made on the event loop of the response.
   *
   * @param context of that loop
   * @param stream open, one of the streams
   */
  StreamReader(Context context, EventStream stream, OpenStreams streams, LongSupplier clock) {
    this.context = context;
    this.stream = stream;
    this.streams = streams;
    this.clock = clock;
  }

  /** Tells the client, before anything else, how to come back (revision 2025-11-25). */
  void prime(EventLog log) {
    stream.prime(new EventId(log.stream(), 0), RETRY_MILLIS, clock.getAsLong());
  }

  /** Ends the response; the log goes on. */
  void pause() {
    streams.remove(stream);
    stream.pause(RETRY_MILLIS);
  }

  /** The connection is lost. */
  void close() {
    streams.remove(stream);
  }

  @Override
  public void event(EventId id, Buffer message, boolean mayBeLost) {
    onLoop(
        () -> {
          if (mayBeLost) {
            stream.offer(id, message, clock.getAsLong());
          } else {
            stream.send(id, message, clock.getAsLong());
          }
        });
  }

  @Override
  public void end() {
    onLoop(
        () -> {
          streams.remove(stream);
          stream.end();
        });
  }

  private void onLoop(Runnable work) {
    if (Thread.currentThread() == loop) {
      work.run();
    } else {
      context.runOnContext(moved -> work.run());
    }
  }
}
