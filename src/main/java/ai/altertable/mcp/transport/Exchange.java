package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.protocol.Message;

/** One request on its way to its answer. */
record Exchange(Message.Request request, Era era, Visit visit, Reply reply) {
  Exchange {
    requireNonNull(request, "request is null");
    requireNonNull(era, "era is null");
    requireNonNull(visit, "visit is null");
    requireNonNull(reply, "reply is null");
  }

  boolean modern() {
    return era instanceof Era.Modern;
  }
}
