package ai.altertable.mcp.transport;

import ai.altertable.mcp.transport.session.Session;
import ai.altertable.mcp.transport.session.WatchRegistry;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Watched resources of tests that need no database. */
final class MemoryWatches implements WatchRegistry {
  private final Map<String, Set<String>> watched = new ConcurrentHashMap<>();

  @Override
  public Future<Boolean> watch(Session session, String uri) {
    return Future.succeededFuture(
        of(session).contains(uri) || (of(session).size() < MOST && of(session).add(uri)));
  }

  @Override
  public Future<Void> unwatch(Session session, String uri) {
    of(session).remove(uri);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> forget(Session session) {
    watched.remove(session.mark());
    return Future.succeededFuture();
  }

  @Override
  public Future<Watched> follow(Session session) {
    Set<String> uris = of(session);
    return Future.succeededFuture(
        new Watched() {
          @Override
          public Set<String> uris() {
            return uris;
          }

          @Override
          public void close() {
            // Nothing is held.
          }
        });
  }

  private Set<String> of(Session session) {
    return watched.computeIfAbsent(session.mark(), mark -> ConcurrentHashMap.newKeySet());
  }
}
