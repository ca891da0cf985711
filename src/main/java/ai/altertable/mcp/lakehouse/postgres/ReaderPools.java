package ai.altertable.mcp.lakehouse.postgres;

import static java.util.concurrent.TimeUnit.SECONDS;

import ai.altertable.mcp.config.LakehouseConfig;
import ai.altertable.mcp.lakehouse.QueryFault;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The readers' pools of this node: one per environment and connection, made on demand, closed when
 * nobody used it for a while or when another environment needs its place. Thread-safe.
 */
public final class ReaderPools {
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration CLOSING = Duration.ofSeconds(10);
  private static final int MAX_WAITING = 256;

  private final Vertx vertx;
  private final LakehouseConfig config;
  private final int maxPools;
  private final Duration idle;
  private final long sweeper;

  // least recently used first; guarded by this
  private final Map<Object, Entry> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
  private int closing;

  /** A pool in use; {@link #release} exactly once. */
  final class Lease {
    private final Entry entry;

    private Lease(Entry entry) {
      this.entry = entry;
    }

    ReaderPool pool() {
      return entry.pool;
    }

    void release() {
      ReaderPools.this.release(entry);
    }
  }

  private static final class Entry {
    private final ReaderPool pool;
    private int leases;
    private long lastUsed;

    private Entry(ReaderPool pool) {
      this.pool = pool;
    }
  }

  public ReaderPools(Vertx vertx, LakehouseConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.maxPools = Math.max(1, config.maxConnections() / config.poolSize());
    this.idle = config.idle();
    this.sweeper = vertx.setPeriodic(Math.max(1000, idle.toMillis() / 4), id -> sweep());
  }

  /** Shows how many databases have a pool, and how much waits for a place or a connection. */
  public void measure(MeterRegistry registry) {
    Gauge.builder("altertable.lakehouse.pools", this, ReaderPools::size)
        .description("Databases that this node holds connections to")
        .register(registry);
    Gauge.builder("altertable.lakehouse.connections", this, pools -> pools.sum(ReaderPool::taken))
        .description("Connections to lakehouses that are in use or wait to be used again")
        .register(registry);
    Gauge.builder("altertable.lakehouse.waiting", this, ReaderPools::waiting)
        .description("Calls that wait for a connection to a lakehouse, or for a place for a pool")
        .register(registry);
  }

  private synchronized int size() {
    return open.size();
  }

  private synchronized int waiting() {
    return waiting.size() + sum(ReaderPool::waiting);
  }

  private synchronized int sum(ToIntFunction<ReaderPool> what) {
    return open.values().stream().mapToInt(entry -> what.applyAsInt(entry.pool)).sum();
  }

  /**
   * The pool of a database, made when there is none.
   *
   * @return fails with {@link QueryFault} when every place stays taken
   */
  Future<Lease> lease(ReaderDatabase database) {
    Promise<Void> place;
    synchronized (this) {
      Entry entry = open.get(database.key());
      if (entry == null && (open.size() + closing < maxPools)) {
        entry = new Entry(new ReaderPool(vertx, database, config));
        open.put(database.key(), entry);
      }
      if (entry != null) {
        entry.leases++;
        return Future.succeededFuture(new Lease(entry));
      }
      if (waiting.size() >= MAX_WAITING) {
        return Future.failedFuture(busy());
      }
      place = ((ContextInternal) vertx.getOrCreateContext()).promise();
      waiting.add(place);
      closeLeastUsed();
    }
    long timer = vertx.setTimer(WAIT.toMillis(), late -> place.tryFail(busy()));
    return place
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              forget(place);
            })
        .compose(free -> lease(database));
  }

  private synchronized void forget(Promise<Void> place) {
    waiting.remove(place);
  }

  private void release(Entry entry) {
    synchronized (this) {
      entry.leases--;
      entry.lastUsed = System.nanoTime();
      if (entry.leases == 0 && entry.pool.stalled() && open.containsValue(entry)) {
        close(entry);
      } else if (!waiting.isEmpty()) {
        closeLeastUsed();
      }
    }
  }

  private void sweep() {
    synchronized (this) {
      long limit = System.nanoTime() - idle.toNanos();
      for (Entry entry : List.copyOf(open.values())) {
        if (entry.leases == 0 && entry.lastUsed - limit < 0) {
          close(entry);
        }
      }
    }
  }

  private void closeLeastUsed() {
    if (closing >= waiting.size()) {
      return;
    }
    for (Entry entry : open.values()) {
      if (entry.leases == 0) {
        close(entry);
        return;
      }
    }
  }

  private void close(Entry entry) {
    open.values().remove(entry);
    closing++;
    entry.pool.close().timeout(CLOSING.toSeconds(), SECONDS).onComplete(done -> closed());
  }

  private void closed() {
    Promise<Void> next;
    synchronized (this) {
      closing--;
      next = waiting.poll();
    }
    // one that gave up meanwhile leaves the place to the one behind it
    while (next != null && !next.tryComplete()) {
      synchronized (this) {
        next = waiting.poll();
      }
    }
  }

  private static QueryFault busy() {
    return new QueryFault(
        QueryFault.Kind.UNAVAILABLE,
        "Too many environments are being queried on this server right now.",
        QueryFault.Detail.hint("Try the same call again in a few seconds."));
  }

  /** Closes every pool; running queries fail. */
  public Future<Void> close() {
    vertx.cancelTimer(sweeper);
    List<Future<Void>> pools = new ArrayList<>();
    synchronized (this) {
      for (Iterator<Entry> entries = open.values().iterator(); entries.hasNext(); ) {
        pools.add(entries.next().pool.close());
        entries.remove();
      }
    }
    return Future.join(pools).mapEmpty();
  }
}
