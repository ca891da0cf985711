package ai.altertable.mcp.transport.session;

import io.vertx.core.Future;
import java.util.Set;

/**
 * The resources that sessions watch, for whichever node holds the stream that is told of changes.
 * Used from every event loop.
 */
public interface WatchRegistry {
  /** Most resources that one session watches. */
  int MOST = 200;

  /** Watches a resource; false when the session watches too many. */
  Future<Boolean> watch(Session session, String uri);

  Future<Void> unwatch(Session session, String uri);

  /** Forgets what an ended session watched. */
  Future<Void> forget(Session session);

  /** What a session watches, as it is when asked, until it is closed. */
  Future<Watched> follow(Session session);

  /** The resources of one session. Thread-safe. */
  interface Watched extends AutoCloseable {
    /** Not to be changed. */
    Set<String> uris();

    @Override
    void close();
  }
}
