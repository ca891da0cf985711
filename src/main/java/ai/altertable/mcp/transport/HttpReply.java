package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.protocol.Envelope;
import ai.altertable.mcp.protocol.RequestId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * The answer of one POST: plain JSON, or an event stream from the first notification on, or once
 * the answer takes long. Used from one event loop.
 */
final class HttpReply implements Reply {
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final RequestId id;
  private final Caller caller;
  private final Era era;
  private final Replies replies;
  private Outlet outlet;
  private Runnable gone = () -> {};
  private boolean settled;

  /**
   * @param caller null for an anonymous client, which gets no stream
   */
  HttpReply(HttpServerRequest request, RequestId id, Caller caller, Era era, Replies replies) {
    this.request = request;
    this.response = request.response();
    this.id = id;
    this.caller = caller;
    this.era = era;
    this.replies = replies;
  }

  /** The answer is not there yet: watch over it. */
  void pending() {
    if (settled) {
      return;
    }
    replies.waiting(this);
    response.closeHandler(closed -> lost());
    response.exceptionHandler(fault -> lost());
  }

  /** Turns into an event stream, unless that cannot be. */
  void startStream() {
    if (settled || outlet != null || !streams()) {
      return;
    }
    replies.settled(this);
    outlet = replies.stream(request, caller.grantId(), era, this::withdraw);
  }

  @Override
  public boolean streams() {
    return caller != null;
  }

  @Override
  public void notify(String method, JsonObject params) {
    startStream();
    if (!settled && outlet != null) {
      outlet.offer(Envelope.notification(method, params));
    }
  }

  @Override
  public void request(RequestId asked, String method, JsonObject params) {
    startStream();
    if (!settled && outlet != null) {
      outlet.send(Envelope.request(asked, method, params));
    }
  }

  @Override
  public void pause() {
    startStream();
    if (!settled && outlet != null) {
      outlet.pause();
    }
  }

  @Override
  public void result(Buffer result) {
    finish(200, Envelope.result(id, result));
  }

  @Override
  public void reject(Rejection rejection) {
    if (!settled && outlet == null) {
      rejection.headers().forEach(response::putHeader);
    }
    finish(rejection.status(), Envelope.error(id, rejection.error()));
  }

  @Override
  public void nothing() {
    startStream();
    if (settle() && outlet != null) {
      outlet.end();
    }
  }

  @Override
  public void header(CharSequence name, String value) {
    response.putHeader(name, value);
  }

  @Override
  public void stands() {
    if (outlet != null) {
      Answers.forgetHeads(request);
    }
  }

  @Override
  public void onGone(Runnable action) {
    gone = action;
  }

  private void finish(int status, Buffer message) {
    if (!settle()) {
      return;
    }
    if (outlet != null) {
      outlet.end(message);
    } else {
      Answers.json(response, status, message);
    }
  }

  private void lost() {
    if (!settled && (outlet == null || !outlet.lost())) {
      withdraw();
    }
  }

  /** Nobody will have the answer. */
  private void withdraw() {
    if (settle()) {
      gone.run();
    }
  }

  private boolean settle() {
    if (settled) {
      return false;
    }
    settled = true;
    replies.settled(this);
    return true;
  }
}
