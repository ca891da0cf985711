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
import java.util.Deque;
import java.util.List;
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

  private final Vertx vertx;
  private final Pool pool;
  private final int max;
  private final Supplier<List<String>> end;

  // guarded by this
  private final Deque<Lent> lingering = new ArrayDeque<>();
  private final Deque<Promise<Lent>> waiting = new ArrayDeque<>();
  private int taken;

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
  ReaderConnections(Vertx vertx, Pool pool, int max, Supplier<List<String>> end) {
    this.vertx = vertx;
    this.pool = pool;
    this.max = max;
    this.end = end;
  }

  /** Fails when none can be opened, or none becomes free in time. */
  Future<Lent> borrow() {
    Promise<Lent> place;
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
      place = ((ContextInternal) vertx.getOrCreateContext()).promise();
      waiting.add(place);
    }
    long timer = vertx.setTimer(WAIT.toMillis(), late -> giveUp(place));
    return place.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private Future<Lent> connect() {
    return pool.getConnection().map(Lent::new).onFailure(failure -> gone());
  }

  private void giveUp(Promise<Lent> place) {
    synchronized (this) {
      waiting.remove(place);
    }
    place.tryFail(busy());
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
    Promise<Lent> next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        lent.timer = vertx.setTimer(LINGER_MILLIS, unwanted -> retire(lent));
        lingering.add(lent);
        return;
      }
    }
    if (!next.tryComplete(lent)) {
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
    Future<?> ended = Future.all(end.get().stream().map(trip::statement).toList());
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
    Promise<Lent> next;
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
              if (!next.tryComplete(lent)) {
                giveBack(lent);
              }
            })
        .onFailure(next::tryFail);
  }
}
