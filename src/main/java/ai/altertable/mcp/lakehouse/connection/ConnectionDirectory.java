package ai.altertable.mcp.lakehouse.connection;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.platform.Contexts;
import ai.altertable.mcp.platform.DatabaseListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of environments as engines take them, remembered for a while. A change on any
 * node is heard of from the database. Thread-safe.
 */
public final class ConnectionDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionDirectory.class);
  private static final String CHANNEL = "connection_changed";
  private static final int MAX_ENVIRONMENTS = 2000;

  /** For the case that a notification is lost together with its connection. */
  private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

  private final Vertx vertx;
  private final ConnectionStore store;

  // least recently used first; guarded by this
  private final Map<UUID, Read> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Read> eldest) {
          return size() > MAX_ENVIRONMENTS;
        }
      };

  private record Read(Future<List<ExternalConnection>> connections, long readAt) {}

  ConnectionDirectory(Vertx vertx, ConnectionStore store) {
    this.vertx = vertx;
    this.store = store;
  }

  /**
   * Hears of changes.
   *
   * @param listener not started yet
   */
  public void listen(DatabaseListener listener) {
    listener.on(CHANNEL, this::forgetAll, this::forget);
  }

  /** The connections of an environment, by catalog. Completes on the caller's context. */
  public Future<List<ExternalConnection>> of(Tenant tenant) {
    return Contexts.here(vertx, entry(tenant).connections());
  }

  private Read entry(Tenant tenant) {
    UUID environment = tenant.environmentId();
    Promise<List<ExternalConnection>> reading;
    Read entry;
    synchronized (this) {
      Read found = known.get(environment);
      if (found != null && System.nanoTime() - found.readAt() < FRESH_NANOS) {
        return found;
      }
      reading = Promise.promise();
      entry = new Read(reading.future(), System.nanoTime());
      known.put(environment, entry);
    }
    store
        .list(tenant)
        .map(all -> all.stream().map(ConnectionStore.Stored::connection).toList())
        .onFailure(failure -> forget(environment, entry))
        .onComplete(reading);
    return entry;
  }

  private synchronized void forget(UUID environment, Read entry) {
    known.remove(environment, entry);
  }

  private synchronized void forgetAll() {
    known.clear();
  }

  private void forget(String environmentId) {
    try {
      UUID environment = UUID.fromString(environmentId);
      synchronized (this) {
        // a read that goes on is not remembered, and serves only those who wait for it already
        known.remove(environment);
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("ignored a notification that names no environment channel={}", CHANNEL);
    }
  }
}
