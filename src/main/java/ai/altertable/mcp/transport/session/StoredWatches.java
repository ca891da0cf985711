package ai.altertable.mcp.transport.session;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.WatchTable;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watched resources in the database. Those of sessions whose stream stands on this node are in
 * memory too, kept up by the database's notifications. Thread-safe.
 */
public final class StoredWatches implements WatchRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(StoredWatches.class);

  private final WatchTable table;
  private final Map<String, Followed> followed = new ConcurrentHashMap<>();

  public StoredWatches(WatchTable table) {
    this.table = requireNonNull(table, "table is null");
  }

  /** Hears what sessions watch through other nodes; to be called before the listener starts. */
  public void listen(DatabaseListener listener) {
    listener.on(WatchTable.CHANGED, () -> followed.values().forEach(this::read), this::heard);
  }

  @Override
  public Future<Boolean> watch(Session session, String uri) {
    return table
        .add(session.mark(), uri, session.expiresAt(), MOST)
        .onSuccess(
            added -> {
              Followed here = followed.get(session.mark());
              if (added && here != null) {
                here.uris.add(uri);
              }
            });
  }

  @Override
  public Future<Void> unwatch(Session session, String uri) {
    return table
        .remove(session.mark(), uri)
        .onSuccess(
            removed -> {
              Followed here = followed.get(session.mark());
              if (here != null) {
                here.uris.remove(uri);
              }
            });
  }

  @Override
  public Future<Void> forget(Session session) {
    return table.forget(session.mark());
  }

  @Override
  public Future<Watched> follow(Session session) {
    Followed follow = new Followed(session.mark());
    // The session's stream of before has lost it: only the newest is kept up.
    followed.put(session.mark(), follow);
    return read(follow).onFailure(fault -> follow.close()).map(read -> follow);
  }

  private Future<Void> read(Followed follow) {
    // What was unwatched meanwhile may stay: telling too much loses nothing, forgetting does.
    return table
        .of(follow.mark)
        .onSuccess(follow.uris::addAll)
        .onFailure(fault -> LOG.warn("watched resources of a session were not read", fault))
        .mapEmpty();
  }

  private void heard(String payload) {
    try {
      WatchTable.Change change = WatchTable.Change.parse(payload);
      Followed here = followed.get(change.mark());
      if (here == null) {
        return;
      }
      if (change.uri().isEmpty()) {
        read(here);
      } else if (change.watched()) {
        here.uris.add(change.uri().get());
      } else {
        here.uris.remove(change.uri().get());
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("ignored a notification that names no session channel={}", WatchTable.CHANGED);
    }
  }

  private final class Followed implements Watched {
    private final String mark;
    private final Set<String> uris = ConcurrentHashMap.newKeySet();

    Followed(String mark) {
      this.mark = mark;
    }

    @Override
    public Set<String> uris() {
      return uris;
    }

    @Override
    public void close() {
      followed.remove(mark, this);
    }
  }
}
