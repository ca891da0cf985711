package ai.altertable.mcp.ingest;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.platform.Contexts;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose keys are whose, remembered for a while, so that a busy client costs the database one look a
 * minute. A key that is made or ended on any node is heard of at once. Thread-safe.
 */
final class EventKeys {
  private static final String CHANNEL = "event_key_changed";
  private static final int MOST_KNOWN = 10_000;
  private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

  /** Says that it is used, and whose it is. */
  private static final String FIND =
      """
      UPDATE event_key k SET last_used_at = now()
      FROM environment e JOIN organization o ON o.id = e.organization_id
      WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND e.id = k.environment_id
      RETURNING k.id, o.id AS organization_id, o.slug AS organization, e.id AS environment_id,
                e.slug AS environment
      """;

  private final Vertx vertx;
  private final PlatformDatabase database;

  // least recently used first; guarded by this
  private final Map<ByteBuffer, Read> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Read> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  private record Read(Future<Optional<EventKey>> key, long readAt) {}

  EventKeys(Vertx vertx, PlatformDatabase database) {
    this.vertx = vertx;
    this.database = database;
  }

  /**
   * Hears of changes.
   *
   * @param listener not started yet
   */
  void listen(DatabaseListener listener) {
    listener.on(CHANNEL, this::forgetAll, changed -> forgetAll());
  }

  /** The key of that text, if it lives. Completes on the caller's context. */
  Future<Optional<EventKey>> find(String text) {
    return Contexts.here(vertx, entry(ByteBuffer.wrap(Secrets.hash(text))).key());
  }

  /** Whether the answer is remembered, and costs nothing. */
  synchronized boolean knows(String text) {
    Read entry = known.get(ByteBuffer.wrap(Secrets.hash(text)));
    return entry != null && System.nanoTime() - entry.readAt() < FRESH_NANOS;
  }

  private Read entry(ByteBuffer hash) {
    Promise<Optional<EventKey>> reading = Promise.promise();
    Read entry = new Read(reading.future(), System.nanoTime());
    synchronized (this) {
      Read found = known.get(hash);
      if (found != null && System.nanoTime() - found.readAt() < FRESH_NANOS) {
        return found;
      }
      known.put(hash, entry);
    }
    database
        .pool()
        .preparedQuery(FIND)
        .execute(Tuple.of(Buffer.buffer(hash.array())))
        .map(rows -> rows.size() == 0 ? Optional.<EventKey>empty() : key(rows.iterator().next()))
        .onFailure(failure -> forget(hash, entry))
        .onComplete(reading);
    return entry;
  }

  private static Optional<EventKey> key(Row row) {
    return Optional.of(
        new EventKey(
            row.getUUID("id"),
            new Tenant(
                row.getUUID("organization_id"),
                row.getString("organization"),
                row.getUUID("environment_id"),
                row.getString("environment"))));
  }

  private synchronized void forget(ByteBuffer hash, Read entry) {
    known.remove(hash, entry);
  }

  private synchronized void forgetAll() {
    known.clear();
  }
}
