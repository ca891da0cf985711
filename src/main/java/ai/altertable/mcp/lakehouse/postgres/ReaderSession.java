package ai.altertable.mcp.lakehouse.postgres;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.lakehouse.QueryRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.PreparedStatement;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.Locale;

/**
 * One read-only transaction on one connection of a reader, from {@link #begin} to {@link #end}.
 *
 * <p>The user's statement only ever runs as {@code DECLARE … CURSOR FOR <statement>} in the
 * extended protocol: that grammar takes exactly one SELECT, VALUES or TABLE, and the parser that
 * judges is the parser that runs. Commands are written without waiting for the one before; when one
 * fails, the transaction is aborted and those after it fail, too.
 */
final class ReaderSession {
  /** What stands before the user's text; error positions are shifted by its length. */
  static final String CURSOR = "DECLARE c NO SCROLL CURSOR FOR ";

  private static final String EXPLAIN = "EXPLAIN (FORMAT JSON, VERBOSE) ";

  // a comment at the end of the user's text must not swallow what follows
  private static final String END_OF_TEXT = "\n";
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final PgConnection connection;
  private final RowTap tap;
  private final Habits habits;
  private String tag = "";
  private boolean doubtful;
  private boolean ended;

  /**
   * What holds for every connection of a pool.
   *
   * @param unnamed see {@link CommandBatch#unnamed}
   * @param begin opens the transaction
   * @param reset ends a transaction and takes back what outlives it
   * @param timeout of a statement, set when the connection is opened
   */
  record Habits(PreparedStatement unnamed, String begin, String reset, Duration timeout) {}

  /** A cursor being opened: whether the statement was accepted, and how many rows came first. */
  record Opening(Future<Void> declared, Future<Integer> fetched) {}

  ReaderSession(Vertx vertx, SqlConnection connection, RowTap tap, Habits habits) {
    this.vertx = requireNonNull(vertx, "vertx is null");
    this.connection = PgConnection.cast(connection);
    this.tap = requireNonNull(tap, "tap is null");
    this.habits = requireNonNull(habits, "habits is null");
  }

  /**
   * Opens the transaction for statements of ours.
   *
   * @param timeout of each statement in it; the pool's own bounds it, too
   */
  Future<Void> begin(Duration timeout) {
    CommandBatch batch = batch();
    Future<Integer> begun = batch.simple(opening(timeout));
    batch.send(raw());
    return begun.mapEmpty();
  }

  /** Opens the transaction, and parses, checks and plans the statement; no row is read. */
  Future<Void> declare(String sql, Duration timeout) {
    CommandBatch batch = batch();
    Future<Integer> begun = batch.simple(opening(timeout));
    Future<Void> declared = batch.extended(CURSOR + sql + END_OF_TEXT, habits.unnamed());
    batch.send(raw());
    return begun.compose(ok -> declared);
  }

  /**
   * Opens the transaction and the cursor, skips rows and reads the first into the sink, in one
   * round trip.
   */
  Opening open(QueryRequest request, Duration timeout, int rows, RowSink sink) {
    tag = " /* " + plain(request.tag()) + " */";
    CommandBatch batch = batch();
    Future<Integer> begun = batch.simple(opening(timeout));
    Future<Void> declared = batch.extended(CURSOR + request.sql() + END_OF_TEXT, habits.unnamed());
    Future<Integer> moved =
        request.offset() == 0
            ? Future.succeededFuture(0)
            : batch.simple("MOVE FORWARD " + request.offset() + " FROM c");
    Future<Integer> fetched = batch.simple(fetching(rows));
    tap.listen(sink);
    batch.send(raw());
    return new Opening(begun.compose(ok -> declared), moved.compose(skipped -> fetched));
  }

  /**
   * Reads more rows of the cursor into the sink.
   *
   * @return how many came; fewer than asked for means that there are no more
   */
  Future<Integer> fetch(int rows) {
    CommandBatch batch = batch();
    Future<Integer> fetched = batch.simple(fetching(rows));
    batch.send(raw());
    return fetched;
  }

  // the fetch is what takes time: the tag shows in pg_stat_activity who it is for
  private String fetching(int rows) {
    return "FETCH FORWARD " + rows + " FROM c" + tag;
  }

  private String opening(Duration timeout) {
    return timeout.compareTo(habits.timeout()) >= 0
        ? habits.begin()
        : habits.begin() + ";SET LOCAL statement_timeout=" + Math.max(1, timeout.toMillis());
  }

  private CommandBatch batch() {
    return new CommandBatch((ContextInternal) vertx.getOrCreateContext());
  }

  private Connection raw() {
    return ((SqlConnectionInternal) connection).unwrap();
  }

  /** The plan of a statement that {@link #declare} has accepted. */
  Future<RowSet<Row>> explain(String sql) {
    return connection.preparedQuery(EXPLAIN + sql + END_OF_TEXT).execute();
  }

  /** Sends rows of this session's results to a sink, or with null back to the client. */
  void listen(RowSink sink) {
    tap.listen(sink);
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

  /** Ends the transaction and gives the connection back, or closes it when it is in doubt. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    tap.listen(null);
    if (doubtful || tap.oversized()) {
      kill();
      return;
    }
    long timer = vertx.setTimer(GRACE.toMillis(), late -> kill());
    connection
        .query(habits.reset())
        .execute()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              if (done.succeeded()) {
                connection.close();
              } else {
                kill();
              }
            });
  }

  // the pool must have seen it closed before it is given back, or it would be lent again
  private void kill() {
    tap.kill(connection::close);
  }

  // no character that could end a comment
  private static String plain(String tag) {
    String plain = tag.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_./-]", "_");
    return plain.substring(0, Math.min(63, plain.length()));
  }
}
