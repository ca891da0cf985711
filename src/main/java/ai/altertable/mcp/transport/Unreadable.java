package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.Envelope;
import ai.altertable.mcp.protocol.RpcError;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** What the endpoint answers to requests that HTTP itself cannot make out. */
final class Unreadable {
  private Unreadable() {}

  /** Answers what is not HTTP as far as it can be answered, then hangs up. */
  static void refuse(HttpServerRequest request) {
    Throwable fault = request.decoderResult().cause();
    int status =
        fault instanceof TooLongHttpLineException
            ? 414
            : fault instanceof TooLongHttpHeaderException ? 431 : 400;
    RpcError error = RpcError.of(status, "the request's head is malformed or too large");
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, Answers.JSON)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(Envelope.error(null, error))
        .onComplete(sent -> request.connection().close());
  }
}
