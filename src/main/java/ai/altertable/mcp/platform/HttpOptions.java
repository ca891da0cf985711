package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.HttpConfig;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.config.ListenAddress;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.concurrent.TimeUnit;

/** Server options of the public listeners. */
public final class HttpOptions {
  private static final int LONGEST_REQUEST_LINE = 8192;
  private static final int STREAMS_OF_A_CONNECTION = 128;

  /**
   * How long a connection may be silent. Longer than any call is: event streams carry heartbeats,
   * and calls end before.
   */
  public static final int IDLE_SECONDS = 120;

  private HttpOptions() {}

  /**
   * Options for one listener: bounded heads and idle times, https with HTTP/2 where PEM files are
   * configured. Without TLS there is no HTTP/2: its upgrade in clear text would let requests slip
   * past a proxy in front. Bodies are not compressed, nor are compressed ones accepted: pages hold
   * secrets (BREACH), and a small body could grow without bound. WebSockets are not served, so no
   * connection carries what compresses them.
   */
  public static HttpServerOptions server(
      ListenAddress listen, HttpConfig http, LimitsConfig limits) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(listen.host())
            .setPort(listen.port())
            .setMaxHeaderSize(limits.headerBytes())
            .setMaxInitialLineLength(Math.min(limits.headerBytes(), LONGEST_REQUEST_LINE))
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(STREAMS_OF_A_CONNECTION)
                    .setMaxHeaderListSize(limits.headerBytes()))
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setHttp2ClearTextEnabled(false)
            .setHandle100ContinueAutomatically(true)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    http.tls()
        .ifPresent(
            tls ->
                options
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .addCertPath(tls.certificate().toString())
                            .addKeyPath(tls.key().toString())));
    return options;
  }
}
