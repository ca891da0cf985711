package ai.altertable.mcp.lakehouse.endpoint;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes connections on to a server of this machine, until it is told to fail. */
final class Relay {
  private final NetClient client;
  private final NetServer server;
  private final int target;
  private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stalled;

  Relay(Vertx vertx, int target) {
    this.target = target;
    client = vertx.createNetClient();
    server = vertx.createNetServer().connectHandler(this::accept);
    Await.get(server.listen(0, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  /** Connections that somebody holds open to the relay. */
  int open() {
    return open.size();
  }

  /** Takes all that comes, and passes nothing on; or is itself again, for what comes next. */
  void stall(boolean now) {
    stalled = now;
  }

  /** Closes every connection. */
  void cut() {
    open.forEach(NetSocket::close);
  }

  private void accept(NetSocket near) {
    open.add(near);
    near.closeHandler(closed -> open.remove(near));
    near.pause();
    client
        .connect(target, "127.0.0.1")
        .onSuccess(
            far -> {
              far.handler(
                  bytes -> {
                    if (!stalled) {
                      near.write(bytes);
                    }
                  });
              near.handler(
                  bytes -> {
                    if (!stalled) {
                      far.write(bytes);
                    }
                  });
              far.closeHandler(closed -> near.close());
              near.closeHandler(
                  closed -> {
                    open.remove(near);
                    far.close();
                  });
              near.resume();
            })
        .onFailure(refused -> near.close());
  }
}
