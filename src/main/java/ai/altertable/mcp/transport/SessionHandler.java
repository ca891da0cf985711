package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.protocol.Envelope;
import ai.altertable.mcp.transport.session.Session;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;

/**
 * What the handshake era does besides POST: GET opens the session's standalone stream, DELETE ends
 * the session. Used from one event loop.
 */
final class SessionHandler {
  private static final int RETRY_SECONDS = 30;

  private final Gate gate;
  private final EraSelector eras;
  private final NodeState node;
  private final OpenStreams streams;
  private final Subscriptions subscriptions;

  SessionHandler(
      Gate gate,
      EraSelector eras,
      NodeState node,
      OpenStreams streams,
      Subscriptions subscriptions) {
    this.gate = gate;
    this.eras = eras;
    this.node = node;
    this.streams = streams;
    this.subscriptions = subscriptions;
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
    if (!node.streams().acquire(caller.grantId())) {
      throw Rejection.retryAfter(429, RETRY_SECONDS, "too many streams are open; close some");
    }
    HttpServerResponse response = request.response();
    EventStream stream =
        new EventStream(response, caller.grantId(), standing -> over(session, caller, standing));
    node.stand(session, stream);
    streams.add(stream);
    Runnable detach =
        subscriptions.attach(
            new Watched(node.notes(), session),
            caller,
            (method, params) -> stream.offer(Envelope.notification(method, params), gate.now()));
    // Called once however the stream ends, by us or by the client.
    response.endHandler(
        ended -> {
          detach.run();
          node.leave(session, stream);
          streams.remove(stream);
          node.streams().release(caller.grantId());
        });
    stream.open(gate.now());
  }

  /** With the token, with the session, or with the next stream of the session. */
  private boolean over(Session session, Caller caller, EventStream stream) {
    return !caller.expiresAt().isAfter(Instant.now())
        || node.endedSessions().ended(session.key())
        || !node.stands(session, stream);
  }

  /** Ends the session; its id is worth nothing any more. */
  void end(HttpServerRequest request) {
    Session session = eras.session(request.headers());
    gate.onLoop(
        node.endedSessions().end(session.key(), session.expiresAt()),
        done -> {
          if (done.succeeded()) {
            node.notes().forget(session);
            Answers.empty(request.response(), 204);
          } else {
            gate.refuse(request, done.cause());
          }
        });
  }
}
