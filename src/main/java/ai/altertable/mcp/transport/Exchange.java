package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.TraceContext;
import ai.altertable.mcp.protocol.Message;
import ai.altertable.mcp.protocol.Meta;

/**
 * One request on its way to its answer.
 *
 * @param span that it is seen in, or null when it is not traced
 */
record Exchange(Message.Request request, Era era, Visit visit, Reply reply, RequestSpan span) {
  Exchange {
    requireNonNull(request, "request is null");
    requireNonNull(era, "era is null");
    requireNonNull(visit, "visit is null");
    requireNonNull(reply, "reply is null");
  }

  Exchange(Message.Request request, Era era, Visit visit, Reply reply) {
    this(request, era, visit, reply, null);
  }

  /** The same, traced. */
  Exchange within(RequestSpan seen) {
    return new Exchange(request, era, visit, reply, seen);
  }

  /** The trace that it belongs to: our span in it, or what the client named. */
  TraceContext trace() {
    return span == null ? Meta.trace(request.meta()) : span.context();
  }

  boolean modern() {
    return era instanceof Era.Modern;
  }
}
