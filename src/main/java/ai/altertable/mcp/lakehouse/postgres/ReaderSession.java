package ai.altertable.mcp.lakehouse.postgres;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.lakehouse.QueryRequest;
import ai.altertable.mcp.lakehouse.postgres.ReaderConnections.Lent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;

/**
 * One read-only transaction on one connection of a reader, from {@link #begin} to {@link #end}.
 *
 * <p>The user's statement only ever runs as {@code DECLARE … CURSOR FOR <statement>} in the
 * extended protocol: that grammar takes exactly one SELECT, VALUES or TABLE, and the parser that
 * judges is the parser that runs. Statements of a {@link RoundTrip} do not wait for the one before;
 * when one fails, the transaction is aborted and those after it fail, too.
 */
final class ReaderSession {
  private static final String CURSOR = "c";
  private static final String DECLARE = "DECLARE " + CURSOR + " NO SCROLL CURSOR FOR ";

  private static final String EXPLAIN = "EXPLAIN (FORMAT JSON, VERBOSE) ";

  // a comment at the end of the user's text must not swallow what follows
  private static final String END_OF_TEXT = "\n";
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final ReaderConnections connections;
  private final Lent lent;
  private final PgConnection connection;
  private final RowTap tap;
  private final Habits habits;
  private int prefix;
  private boolean doubtful;
  private boolean ended;

  /** A cursor being opened: whether the statement was accepted, and how many rows came first. */
  record Opening(Future<Void> declared, Future<Integer> fetched) {}

  ReaderSession(Vertx vertx, ReaderConnections connections, Lent lent, Habits habits) {
    this.vertx = requireNonNull(vertx, "vertx is null");
    this.connections = requireNonNull(connections, "connections is null");
    this.lent = requireNonNull(lent, "lent is null");
    this.connection = lent.connection();
    this.tap = lent.tap();
    this.habits = requireNonNull(habits, "habits is null");
  }

  /**
   * Opens the transaction for statements of ours.
   *
   * @param timeout of each statement in it; the pool's own bounds it, too
   */
  Future<Void> begin(Duration timeout) {
    RoundTrip trip = roundTrip();
    Future<Void> begun = begin(trip, timeout);
    tap.send(trip);
    return begun;
  }

  /** Opens the transaction, and parses, checks and plans the statement; no row is read. */
  Future<Void> declare(String sql, String tag, Duration timeout) {
    RoundTrip trip = roundTrip();
    Future<Void> begun = begin(trip, timeout);
    Future<Integer> declared = trip.statement(declaring(tag, sql));
    tap.send(trip);
    return begun.compose(ok -> declared).mapEmpty();
  }

  /**
   * Opens the transaction and the cursor, skips rows and reads the first into the sink, in one
   * round trip.
   */
  Opening open(QueryRequest request, Duration timeout, int rows, RowSink sink) {
    RoundTrip trip = roundTrip();
    Future<Void> begun = begin(trip, timeout);
    Future<Integer> declared = trip.statement(declaring(request.tag(), request.sql()));
    if (request.offset() > 0) {
      Future<Integer> unused =
          trip.statement("MOVE FORWARD " + request.offset() + " FROM " + CURSOR);
    }
    Future<Integer> fetched = trip.fetch(CURSOR, rows);
    tap.listen(sink);
    tap.send(trip);
    return new Opening(begun.compose(ok -> declared).mapEmpty(), fetched);
  }

  /**
   * Reads more rows of the cursor into the sink.
   *
   * @return how many came; fewer than asked for means that there are no more
   */
  Future<Integer> fetch(int rows) {
    RoundTrip trip = roundTrip();
    Future<Integer> fetched = trip.fetch(CURSOR, rows);
    tap.send(trip);
    return fetched;
  }

  /** How much stood before the author's text: error positions are shifted by it. */
  int prefix() {
    return prefix;
  }

  private String declaring(String tag, String sql) {
    return following(QueryTag.comment(tag) + DECLARE, sql);
  }

  private String following(String before, String sql) {
    prefix = before.length();
    return before + sql + END_OF_TEXT;
  }

  private Future<Void> begin(RoundTrip trip, Duration timeout) {
    Future<Integer> begun = Future.succeededFuture();
    for (FrameStatement statement : lent.used() ? habits.beginNext() : habits.begin()) {
      begun = statement.execute(trip);
    }
    if (timeout.compareTo(habits.timeout()) < 0) {
      begun = trip.statement("SET LOCAL statement_timeout=" + Math.max(1, timeout.toMillis()));
    }
    // what cannot be begun is in no state that anybody else could use
    return begun.onFailure(failure -> doubtful = true).mapEmpty();
  }

  private RoundTrip roundTrip() {
    return new RoundTrip((ContextInternal) vertx.getOrCreateContext());
  }

  /** The plan of a statement that {@link #declare} has accepted. */
  Future<RowSet<Row>> explain(String sql, String tag) {
    return connection.preparedQuery(following(QueryTag.comment(tag) + EXPLAIN, sql)).execute();
  }

  /** Sends rows of this session's results to a sink, or with null back to the client. */
  void listen(RowSink sink) {
    tap.listen(sink);
  }

  /** Reads no more from the server; on the connection's event loop, in a {@link RowSink}. */
  void pause() {
    tap.pause();
  }

  /** Reads from the server again. */
  void resume() {
    tap.resume();
  }

  /** To be completed from any thread; its handlers run where the caller is. */
  <T> Promise<T> promise() {
    return ((ContextInternal) vertx.getOrCreateContext()).promise();
  }

  /** For our own statements. */
  SqlConnection connection() {
    return connection;
  }

  /** True when the server sent more than we take, for which the connection was closed. */
  boolean oversized() {
    return tap.oversized();
  }

  /**
   * Stops what runs. A cancel request may reach the server late and hit whatever runs on the
   * connection then, so the connection is not used again.
   */
  void cancel() {
    if (ended || doubtful) {
      return;
    }
    doubtful = true;
    connection.cancelRequest().onFailure(unreachable -> kill());
    vertx.setTimer(GRACE.toMillis(), late -> kill());
  }

  /** Gives the connection back, which ends the transaction, or closes it when it is in doubt. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    tap.listen(null);
    if (doubtful || tap.oversized()) {
      kill();
    } else {
      connections.giveBack(lent);
    }
  }

  private void kill() {
    connections.discard(lent);
  }
}
