package ai.altertable.mcp.bench;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What lies between nodes and their database, and can be cut. */
final class Cable implements AutoCloseable {
  private final NetServer server;
  private final NetClient client;
  private final int target;
  private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean whole = true;

  Cable(Vertx vertx, int target) {
    this.target = target;
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(this::take);
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  int port() {
    return server.actualPort();
  }

  /** Every connection breaks; new ones go through. */
  void cut() {
    open.forEach(NetSocket::close);
  }

  /** Every connection breaks, and new ones too until {@link #mend}. */
  void unplug() {
    whole = false;
    cut();
  }

  void mend() {
    whole = true;
  }

  private void take(NetSocket near) {
    if (!whole) {
      near.close();
      return;
    }
    near.pause();
    client
        .connect(target, "127.0.0.1")
        .onFailure(refused -> near.close())
        .onSuccess(far -> join(near, far));
  }

  private void join(NetSocket near, NetSocket far) {
    open.add(near);
    near.closeHandler(
        gone -> {
          open.remove(near);
          far.close();
        });
    far.closeHandler(gone -> near.close());
    far.pipeTo(near);
    near.pipeTo(far);
    near.resume();
  }

  @Override
  public void close() {
    unplug();
    server.close().toCompletionStage().toCompletableFuture().join();
    client.close();
  }
}
