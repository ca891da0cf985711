package ai.altertable.mcp.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Ends what a client does not read. Vert.x' own ends (close, reset) wait until everything written
 * before has left, which a client that reads a byte now and then can put off for as long as it
 * likes; here what is left is thrown away, by the kernel too. To be used on the event loop of the
 * connection.
 */
final class CutOff {
  private CutOff() {}

  /** Ends a response, and with it the connection where it is the only one. */
  static void response(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      // The stream has a window of its own: the frames before it are not in the way.
      request.response().reset();
    } else {
      connection(request.connection());
    }
  }

  /** Ends a connection. */
  static void connection(HttpConnection connection) {
    if (connection instanceof HttpServerConnection served) {
      ChannelHandlerContext inside = served.channelHandlerContext();
      inside.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      // Closing the channel itself would ask Vert.x, which waits.
      inside.close();
    } else {
      connection.close();
    }
  }
}
