package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.transport.session.EndedSessions;
import ai.altertable.mcp.transport.session.Session;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * What the handshake era does besides POST: GET opens the session's standalone stream, DELETE ends
 * the session. Used from one event loop.
 */
final class SessionHandler {
  private static final int RETRY_SECONDS = 30;

  private final Gate gate;
  private final EraSelector eras;
  private final EndedSessions ended;
  private final StreamBudget budget;
  private final OpenStreams streams;

  SessionHandler(
      Gate gate, EraSelector eras, EndedSessions ended, StreamBudget budget, OpenStreams streams) {
    this.gate = gate;
    this.eras = eras;
    this.ended = ended;
    this.budget = budget;
    this.streams = streams;
  }

  /**
   * Opens a stream for messages of ours.
   *
   * @throws Rejection when there is no session, no taker of events or no place
   */
  void open(HttpServerRequest request, Caller caller) {
    if (!Accepted.parse(request.getHeader(HttpHeaders.ACCEPT)).events()) {
      throw Rejection.http(406, "Accept must hold text/event-stream");
    }
    Session session = eras.session(request.headers());
    if (!budget.acquire(caller.grantId())) {
      throw Rejection.retryAfter(429, RETRY_SECONDS, "too many streams are open; close some");
    }
    HttpServerResponse response = request.response();
    EventStream stream =
        new EventStream(
            response,
            caller.grantId(),
            now -> !caller.expiresAt().isAfter(now) || ended.ended(session.key()));
    streams.add(stream);
    // Called once however the stream ends, by us or by the client.
    response.endHandler(
        over -> {
          streams.remove(stream);
          budget.release(caller.grantId());
        });
    stream.open(gate.now());
  }

  /** Ends the session; its id is worth nothing any more. */
  void end(HttpServerRequest request) {
    Session session = eras.session(request.headers());
    gate.onLoop(
        ended.end(session.key(), session.expiresAt()),
        done -> {
          if (done.succeeded()) {
            Answers.empty(request.response(), 204);
          } else {
            gate.refuse(request, done.cause());
          }
        });
  }
}
