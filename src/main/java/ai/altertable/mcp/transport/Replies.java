package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.ProtocolVersion;
import ai.altertable.mcp.transport.replay.EventLog;
import ai.altertable.mcp.transport.replay.EventLogs;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The answers that one event loop still owes. */
final class Replies {
  /**
   * After this long a plain reply turns into a stream, whose comments keep the connection alive.
   */
  private static final long PATIENCE_MILLIS = 5_000;

  private final Context context;
  private final OpenStreams streams;
  private final EventLogs logs;
  private final LongSupplier clock;
  private final Deadlines<HttpReply> silent =
      new Deadlines<>(PATIENCE_MILLIS, HttpReply::startStream);

  /**
   * @param context of the event loop
   * @param logs of the node
   * @param clock milliseconds that never go back
   */
  Replies(Context context, OpenStreams streams, EventLogs logs, LongSupplier clock) {
    this.context = context;
    this.streams = streams;
    this.logs = logs;
    this.clock = clock;
  }

  void waiting(HttpReply reply) {
    silent.add(reply, clock.getAsLong());
  }

  void settled(HttpReply reply) {
    silent.remove(reply);
  }

  /**
   * Turns the response to a request into an event stream.
   *
   * @param abandoned runs when its client can never have the rest
   */
  Outlet stream(HttpServerRequest request, UUID grantId, Era era, Runnable abandoned) {
    EventStream stream = EventStream.reply(request, grantId);
    if (!(era instanceof Era.Legacy legacy && legacy.session().established())) {
      open(stream);
      return new DirectOutlet(stream, streams, clock);
    }
    EventLog log =
        logs.open(
            legacy.session().mark(), grantId, () -> context.runOnContext(later -> abandoned.run()));
    StreamReader reader = reader(stream);
    // Older clients take an event without data for a broken message.
    boolean polls = era.version().atLeast(ProtocolVersion.V2025_11_25);
    if (polls) {
      reader.prime(log);
    }
    log.read(0, reader);
    return new LoggedOutlet(log, reader, polls);
  }

  /** Opens a stream that takes the events of a log. */
  StreamReader reader(EventStream stream) {
    open(stream);
    return new StreamReader(context, stream, streams, clock);
  }

  private void open(EventStream stream) {
    streams.add(stream);
    stream.open(clock.getAsLong());
  }

  void tick(long now) {
    silent.tick(now);
  }
}
