package ai.altertable.mcp.lakehouse.postgres;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Lends the connections of a pool, first come first served. One comes back with its last
 * transaction still open and is lent on like that: under load, the end of one transaction travels
 * with the beginning of the next. When nobody wants it within a moment, the transaction is ended
 * and the connection goes to the pool. Thread-safe.
 */
final class ReaderConnections {
  /** An open transaction holds back the server's clean-up, so it is held open no longer. */
  private static final long LINGER_MILLIS = 10;

  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final int MAX_WAITING = 256;

  /** What Vert.x's pool calls it. */
  private static final String OUT_OF_TIME = "Timeout";

  private final Vertx vertx;
  private final Pool pool;
  private final int max;
  private final Supplier<List<FrameStatement>> end;

  // guarded by this
  private final Deque<Lent> lingering = new ArrayDeque<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean watched;
  private int taken;
  private volatile boolean stalled;

  /** All wait equally long, so the first to come is the first whose time is up. */
  private record Waiting(Promise<Lent> place, long untilNanos) {}

  /** A connection in somebody's hands; given back exactly once. */
  static final class Lent {
    private final PgConnection connection;
    private final RowTap tap;
    private boolean used;
    private boolean discarded;
    private long timer;

    private Lent(SqlConnection connection) {
      this.connection = PgConnection.cast(connection);
      this.tap = requireNonNull(RowTap.of(connection), "tap is null");
    }

    PgConnection connection() {
      return connection;
    }

    RowTap tap() {
      return tap;
    }

    /** Whether a transaction of a former borrower has to be ended first. */
    boolean used() {
      return used;
    }
  }

  /**
   * @param max connections at a time
   * @param end statements that end a transaction and take back what outlives it
   */
  ReaderConnections(Vertx vertx, Pool pool, int max, Supplier<List<FrameStatement>> end) {
    this.vertx = vertx;
    this.pool = pool;
    this.max = max;
    this.end = end;
  }

  /** Connections that are taken out of the pool. */
  synchronized int taken() {
    return taken;
  }

  /** Calls that wait for one. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** Fails when none can be opened, or none becomes free in time. */
  Future<Lent> borrow() {
    synchronized (this) {
      Lent lent = lingering.pollLast();
      if (lent != null) {
        vertx.cancelTimer(lent.timer);
        return Future.succeededFuture(lent);
      }
      if (taken < max) {
        taken++;
        return connect();
      }
      if (waiting.size() >= MAX_WAITING) {
        return Future.failedFuture(busy());
      }
      Promise<Lent> place = ((ContextInternal) vertx.getOrCreateContext()).promise();
      waiting.add(new Waiting(place, System.nanoTime() + WAIT.toNanos()));
      watch(WAIT.toMillis());
      return place.future();
    }
  }

  // one timer for all: under load nearly everybody waits, and hardly anybody in vain
  private void watch(long millis) {
    if (!watched) {
      watched = true;
      vertx.setTimer(millis, due -> giveUp());
    }
  }

  private void giveUp() {
    List<Promise<Lent>> late = new ArrayList<>();
    synchronized (this) {
      watched = false;
      long now = System.nanoTime();
      while (!waiting.isEmpty() && waiting.peek().untilNanos - now <= 0) {
        late.add(waiting.poll().place);
      }
      if (!waiting.isEmpty()) {
        watch(1 + (waiting.peek().untilNanos - now) / 1_000_000);
      }
    }
    late.forEach(place -> place.tryFail(busy()));
  }

  private Future<Lent> connect() {
    return pool.getConnection()
        .map(Lent::new)
        .recover(
            failure -> {
              // the pool's own time is up: nobody else holds more of its connections than it has
              stalled = stalled || OUT_OF_TIME.equals(failure.getMessage());
              return Future.failedFuture(
                  stalled ? new TimeoutException("no answer to connecting") : failure);
            })
        .onFailure(failure -> gone());
  }

  /**
   * Whether the server took a connection and said nothing: the pool waits for it for ever, and has
   * a place less.
   */
  boolean stalled() {
    return stalled;
  }

  private static VertxException busy() {
    return VertxException.noStackTrace("no connection is free");
  }

  /** Takes back a connection, its transaction open or not. */
  void giveBack(Lent lent) {
    if (lent.tap.gone()) {
      discard(lent);
      return;
    }
    lent.used = true;
    Waiting next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        lent.timer = vertx.setTimer(LINGER_MILLIS, unwanted -> retire(lent));
        lingering.add(lent);
        return;
      }
    }
    if (!next.place.tryComplete(lent)) {
      giveBack(lent);
    }
  }

  /** Closes a connection that is in doubt; once is enough, but may be said again. */
  void discard(Lent lent) {
    synchronized (this) {
      if (lent.discarded) {
        return;
      }
      lent.discarded = true;
    }
    // the pool must have seen it closed before it is given back, or it would be lent again
    lent.tap.kill(() -> lent.connection.close().onComplete(closed -> gone()));
  }

  private void retire(Lent lent) {
    synchronized (this) {
      if (!lingering.remove(lent)) {
        return;
      }
    }
    RoundTrip trip = new RoundTrip((ContextInternal) vertx.getOrCreateContext());
    Future<?> ended =
        Future.all(end.get().stream().map(statement -> statement.execute(trip)).toList());
    long timer = vertx.setTimer(GRACE.toMillis(), late -> discard(lent));
    lent.tap.send(trip);
    ended.onComplete(
        done -> {
          if (!vertx.cancelTimer(timer)) {
            return;
          }
          if (done.succeeded()) {
            lent.connection.close().onComplete(closed -> gone());
          } else {
            discard(lent);
          }
        });
  }

  /** A place is free. */
  private void gone() {
    Waiting next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        taken--;
        return;
      }
    }
    connect()
        .onSuccess(
            lent -> {
              if (!next.place.tryComplete(lent)) {
                giveBack(lent);
              }
            })
        .onFailure(next.place::tryFail);
  }
}
