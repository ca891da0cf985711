package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.Envelope;
import ai.altertable.mcp.protocol.RequestId;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** The answer of one request within a batch (JSON-RPC 2.0 section 6). */
final class BatchReply implements Reply {
  private final RequestId id;
  private final Promise<Buffer> answer;
  private Runnable gone = () -> {};

  /**
   * @param answer takes the response message; null when there is none
   */
  BatchReply(RequestId id, Promise<Buffer> answer) {
    this.id = id;
    this.answer = answer;
  }

  @Override
  public boolean streams() {
    return false;
  }

  @Override
  public void notify(String method, JsonObject params) {
    // A batch is answered in one piece: there is no stream to put it on.
  }

  @Override
  public void request(RequestId asked, String method, JsonObject params) {
    throw new IllegalStateException("a batch has no stream to ask on");
  }

  @Override
  public void pause() {
    // A batch is answered in one piece: there is nothing to come back to.
  }

  @Override
  public void result(Buffer result) {
    answer.tryComplete(Envelope.result(id, result));
  }

  @Override
  public void reject(Rejection rejection) {
    answer.tryComplete(Envelope.error(id, rejection.error()));
  }

  @Override
  public void nothing() {
    answer.tryComplete(null);
  }

  @Override
  public void header(CharSequence name, String value) {
    // Nothing that a batch may hold sets one.
  }

  @Override
  public void stands() {
    // A batch is answered in one piece: there is no stream.
  }

  @Override
  public void onGone(Runnable action) {
    gone = action;
  }

  /** The client went away. */
  void lost() {
    if (answer.tryComplete(null)) {
      gone.run();
    }
  }
}
