package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.protocol.Envelope;
import ai.altertable.mcp.protocol.RequestId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * The answer of one POST: plain JSON, or an event stream from the first notification on, or once
 * the answer takes long. Used from one event loop.
 */
final class HttpReply implements Reply {
  private final HttpServerResponse response;
  private final RequestId id;
  private final Caller caller;
  private final Replies replies;
  private EventStream stream;
  private Runnable gone = () -> {};
  private boolean settled;

  /**
   * @param caller null for an anonymous client, which gets no stream
   */
  HttpReply(HttpServerResponse response, RequestId id, Caller caller, Replies replies) {
    this.response = response;
    this.id = id;
    this.caller = caller;
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
    if (settled || stream != null || !streams()) {
      return;
    }
    stream = EventStream.reply(response, caller.grantId());
    replies.streaming(this, stream);
  }

  @Override
  public boolean streams() {
    return caller != null;
  }

  @Override
  public void notify(String method, JsonObject params) {
    startStream();
    if (stream != null) {
      replies.offer(stream, Envelope.notification(method, params));
    }
  }

  @Override
  public void request(RequestId asked, String method, JsonObject params) {
    startStream();
    if (stream != null) {
      replies.send(stream, Envelope.request(asked, method, params));
    }
  }

  @Override
  public void result(Buffer result) {
    finish(200, Envelope.result(id, result));
  }

  @Override
  public void reject(Rejection rejection) {
    if (!settled && stream == null) {
      rejection.headers().forEach(response::putHeader);
    }
    finish(rejection.status(), Envelope.error(id, rejection.error()));
  }

  @Override
  public void nothing() {
    startStream();
    if (settle() && stream != null) {
      stream.end();
    }
  }

  @Override
  public void header(CharSequence name, String value) {
    response.putHeader(name, value);
  }

  @Override
  public void onGone(Runnable action) {
    gone = action;
  }

  private void finish(int status, Buffer message) {
    if (!settle()) {
      return;
    }
    if (stream != null) {
      stream.end(message);
    } else {
      Answers.json(response, status, message);
    }
  }

  private void lost() {
    if (settle()) {
      gone.run();
    }
  }

  private boolean settle() {
    if (settled) {
      return false;
    }
    settled = true;
    replies.settled(this, stream);
    return true;
  }
}
