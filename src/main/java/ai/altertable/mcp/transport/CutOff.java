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

  /** Ends a response, and with it the connection unless others share it and go on. */
  static void response(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    if (request.version() == HttpVersion.HTTP_2 && takesMore(connection)) {
      request.response().reset();
    } else {
      connection(connection);
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

  private static boolean takesMore(HttpConnection connection) {
    return !(connection instanceof HttpServerConnection served)
        || served.channelHandlerContext().channel().isWritable();
  }
}
