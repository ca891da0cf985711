package ai.altertable.mcp.transport;

import ai.altertable.mcp.config.HttpConfig;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.config.McpConfig;
import ai.altertable.mcp.protocol.Envelope;
import ai.altertable.mcp.protocol.RpcError;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.concurrent.TimeUnit;

/** The HTTP listener of the endpoint. */
final class Listener {
  /** Longer than any silence of ours: streams get a comment every 15 s. */
  private static final int IDLE_SECONDS = 120;

  private Listener() {}

  static HttpServerOptions options(HttpConfig http, McpConfig mcp, LimitsConfig limits) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(mcp.listen().host())
            .setPort(mcp.listen().port())
            .setMaxHeaderSize(limits.headerBytes())
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setHandle100ContinueAutomatically(true);
    http.tls()
        .ifPresent(
            tls ->
                options
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(tls.certificate().toString())
                            .setKeyPath(tls.key().toString())));
    return options;
  }

  /** Answers what is not HTTP as far as it can be answered, then hangs up. */
  static void refuseUnreadable(HttpServerRequest request) {
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
