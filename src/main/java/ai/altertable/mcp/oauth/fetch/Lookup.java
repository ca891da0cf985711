package ai.altertable.mcp.oauth.fetch;

import ai.altertable.mcp.platform.BoundedWorker;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a name. */
public interface Lookup {
  /** All addresses of a name; fails with {@link FetchFailed} when there are none. */
  Future<List<InetAddress>> addresses(String host);

  /** The system's own resolver, which blocks, on a worker. */
  static Lookup system(BoundedWorker worker) {
    return host ->
        worker.run(
            () -> {
              try {
                return List.of(InetAddress.getAllByName(host));
              } catch (UnknownHostException e) {
                throw new FetchFailed("its name cannot be resolved");
              }
            });
  }
}
