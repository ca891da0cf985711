package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.protocol.Envelope;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.transport.replay.EventId;
import ai.altertable.mcp.transport.replay.EventLog;
import ai.altertable.mcp.transport.session.Session;
import ai.altertable.mcp.transport.session.WatchRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;

/**
 * What the handshake era does besides POST: GET opens the session's standalone stream, or goes on
 * with one that was cut; DELETE ends the session. Used from one event loop.
 */
final class SessionHandler {
  private static final CharSequence LAST_EVENT = HttpHeaders.createOptimized("Last-Event-ID");
  private static final int RETRY_SECONDS = 30;

  private final Gate gate;
  private final EraSelector eras;
  private final NodeState node;
  private final OpenStreams streams;
  private final Replies replies;
  private final Subscriptions subscriptions;

  SessionHandler(
      Gate gate,
      EraSelector eras,
      NodeState node,
      OpenStreams streams,
      Replies replies,
      Subscriptions subscriptions) {
    this.gate = gate;
    this.eras = eras;
    this.node = node;
    this.streams = streams;
    this.replies = replies;
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
    String last = request.getHeader(LAST_EVENT);
    if (last != null) {
      resume(request, session, caller, last.trim());
      return;
    }
    takePlace(caller);
    gate.onLoop(
        node.watches().follow(session),
        watched -> {
          if (watched.succeeded() && !request.response().closed()) {
            stand(request, session, caller, watched.result());
            Answers.forgetHeads(request);
            return;
          }
          node.streams().release(caller.grantId());
          if (watched.succeeded()) {
            watched.result().close();
          } else {
            gate.refuse(request, watched.cause());
          }
        });
  }

  private void stand(
      HttpServerRequest request, Session session, Caller caller, WatchRegistry.Watched watched) {
    EventStream stream =
        new EventStream(request, caller.grantId(), standing -> over(session, caller, standing));
    node.stand(session, stream);
    streams.add(stream);
    Runnable detach =
        subscriptions.attach(
            watched,
            caller,
            (method, params) ->
                stream.offer(null, Envelope.notification(method, params), gate.now()));
    // Called once however the stream ends, by us or by the client.
    request
        .response()
        .endHandler(
            ended -> {
              detach.run();
              watched.close();
              node.leave(session, stream);
              streams.remove(stream);
              node.streams().release(caller.grantId());
            });
    stream.open(gate.now());
  }

  /**
   * Goes on with the stream that the event belongs to, and with no other (transports,
   * resumability).
   *
   * @throws Rejection 400 for an id that is none of ours; 410 when the events are not kept any more
   */
  private void resume(HttpServerRequest request, Session session, Caller caller, String lastEvent) {
    EventId last =
        EventId.parse(lastEvent)
            .orElseThrow(
                () ->
                    Rejection.badRequest(
                        RpcError.invalidParams("Last-Event-ID is no event id of this server")));
    EventLog log =
        node.logs()
            .find(last.stream(), session.mark(), caller.grantId())
            .orElseThrow(
                () ->
                    Rejection.http(
                        410, "the events of this stream are not kept any more; ask again"));
    takePlace(caller);
    EventStream stream = EventStream.reply(request, caller.grantId());
    StreamReader reader = replies.reader(stream);
    request
        .response()
        .endHandler(
            ended -> {
              reader.close();
              log.leave(reader);
              node.streams().release(caller.grantId());
            });
    if (!log.read(last.number(), reader)) {
      stream.end();
    }
  }

  private void takePlace(Caller caller) {
    if (!node.streams().acquire(caller.grantId())) {
      throw Rejection.retryAfter(429, RETRY_SECONDS, "too many streams are open; close some");
    }
  }

  /** With the token, with the session, or with the next stream of the session. */
  private boolean over(Session session, Caller caller, EventStream stream) {
    return !caller.expiresAt().isAfter(Instant.now())
        || node.sessions().ended(session.mark())
        || !node.stands(session, stream);
  }

  /** Ends the session; its id is worth nothing any more. */
  void end(HttpServerRequest request, Caller caller) {
    Session session = eras.session(request.headers());
    gate.onLoop(
        node.sessions().end(session, caller.principal().subject()),
        done -> {
          if (done.succeeded()) {
            node.notes().forget(session);
            node.watches().forget(session);
            node.logs().endSession(session.mark());
            Answers.empty(request.response(), 204);
          } else {
            gate.refuse(request, done.cause());
          }
        });
  }
}
