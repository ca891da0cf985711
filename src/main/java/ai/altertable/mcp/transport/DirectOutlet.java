package ai.altertable.mcp.transport;

import io.vertx.core.buffer.Buffer;
import java.util.function.LongSupplier;

/** Events that go to one response and are lost with it (revision 2026-07-28). */
final class DirectOutlet implements Outlet {
  private final EventStream stream;
  private final OpenStreams streams;
  private final LongSupplier clock;

  /**
   * @param stream open, one of the streams
   */
  DirectOutlet(EventStream stream, OpenStreams streams, LongSupplier clock) {
    this.stream = stream;
    this.streams = streams;
    this.clock = clock;
  }

  @Override
  public void offer(Buffer message) {
    stream.offer(null, message, clock.getAsLong());
  }

  @Override
  public void send(Buffer message) {
    stream.send(null, message, clock.getAsLong());
  }

  @Override
  public void end(Buffer message) {
    streams.remove(stream);
    stream.end(message);
  }

  @Override
  public void end() {
    streams.remove(stream);
    stream.end();
  }

  @Override
  public boolean lost() {
    streams.remove(stream);
    return false;
  }

  @Override
  public void pause() {
    // There is no coming back in this revision.
  }
}
