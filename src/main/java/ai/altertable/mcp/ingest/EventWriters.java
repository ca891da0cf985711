package ai.altertable.mcp.ingest;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.events.EventStore;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabase;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabases;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Contexts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writers of this node, one for each environment that events come for. Thread-safe. */
public final class EventWriters {
  private static final Logger LOG = LoggerFactory.getLogger(EventWriters.class);
  private static final int THREADS = 4;
  private static final int MOST_ENVIRONMENTS = 10_000;
  private static final long LARGEST_BACKLOG_BYTES = 128L << 20;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final EnvironmentDatabases databases;
  private final EnvironmentSeed seed;
  private final BoundedWorker worker;
  private final Backlog backlog;

  // guarded by this
  private final Map<UUID, EnvironmentWriter> writers = new HashMap<>();
  private long sweep = -1;

  /**
   * @param seed what new databases are given first
   * @param mostWaiting items of this node that wait for their commit
   */
  public EventWriters(
      Vertx vertx, EnvironmentDatabases databases, EnvironmentSeed seed, int mostWaiting) {
    this.vertx = vertx;
    this.databases = databases;
    this.seed = seed;
    this.worker = new BoundedWorker(vertx, "events", THREADS, MOST_ENVIRONMENTS);
    this.backlog = new Backlog(mostWaiting, LARGEST_BACKLOG_BYTES);
  }

  /** Lets go of connections that nobody used for a while. */
  public Future<Void> start() {
    sweep = vertx.setPeriodic(IDLE.toMillis() / 3, tick -> closeIdle(IDLE.toNanos()));
    return Future.succeededFuture();
  }

  /**
   * Writes a batch into an environment's database.
   *
   * @return completes on the caller's context after the commit, with what the database would not
   *     take; fails with {@link Overloaded} when the same has to be sent again
   */
  Future<List<Rejection>> write(Tenant tenant, Batch batch) {
    Future<List<Rejection>> written =
        databases
            .of(tenant.environmentId())
            .compose(database -> seed.ready(tenant, database).map(database))
            .recover(failure -> unavailable(tenant, failure))
            .compose(database -> enqueue(database, batch));
    return Contexts.here(vertx, written);
  }

  private synchronized Future<List<Rejection>> enqueue(EnvironmentDatabase database, Batch batch) {
    return writers.computeIfAbsent(database.environmentId(), id -> writer(database)).write(batch);
  }

  private EnvironmentWriter writer(EnvironmentDatabase database) {
    EventSession session =
        new EventSession(() -> EventStore.open(database.owner(), database.reader().getUser()));
    return new EnvironmentWriter(session, worker, backlog);
  }

  private static Future<EnvironmentDatabase> unavailable(Tenant tenant, Throwable failure) {
    LOG.error("no database for events environment={}", tenant.environmentId(), failure);
    return Future.failedFuture(new Overloaded("the database is not available", failure));
  }

  /** Items that wait for their commit. */
  public int waiting() {
    return backlog.items();
  }

  private synchronized void closeIdle(long nanos) {
    writers.values().removeIf(writer -> writer.endIfIdle(nanos));
  }

  /** Lets go of the connections; those who wait are answered before, by whoever listens. */
  public Future<Void> stop() {
    vertx.cancelTimer(sweep);
    closeIdle(0);
    return worker.close();
  }
}
