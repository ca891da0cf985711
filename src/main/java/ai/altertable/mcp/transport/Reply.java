package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.RequestId;
import ai.altertable.mcp.protocol.RpcError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Where the answer of one request goes; takes exactly one of result, failure and nothing. */
interface Reply {
  /** Whether {@link #notify} reaches the client. */
  boolean streams();

  /** Sends a notification ahead of the answer; dropped when the client has no room for it. */
  void notify(String method, JsonObject params);

  /** Sends a request of ours on the stream; its answer comes as a POST. */
  void request(RequestId id, String method, JsonObject params);

  /**
   * Sends the result.
   *
   * @param result the result object as JSON text
   */
  void result(Buffer result);

  /** Sends an error inside a response that is HTTP's success. */
  default void error(RpcError error) {
    reject(new Rejection(200, error));
  }

  void reject(Rejection rejection);

  /** Ends without an answer: the client took the request back. */
  void nothing();

  /** Asks the client to hang up and to come back for the answer, where it knows how to. */
  void pause();

  /** Adds an HTTP header to the answer; to be called before it. */
  void header(CharSequence name, String value);

  /** The stream stands, perhaps for hours: what else the request said is not needed any more. */
  void stands();

  /** Runs when the client goes away before the answer. */
  void onGone(Runnable action);
}
