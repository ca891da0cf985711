package ai.altertable.mcp.lakehouse.postgres;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
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
  private final String reset;
  private boolean doubtful;
  private boolean ended;

  /**
   * @param reset ends the transaction and takes back what outlives it
   */
  ReaderSession(Vertx vertx, SqlConnection connection, RowTap tap, String reset) {
    this.vertx = requireNonNull(vertx, "vertx is null");
    this.connection = PgConnection.cast(connection);
    this.tap = requireNonNull(tap, "tap is null");
    this.reset = requireNonNull(reset, "reset is null");
  }

  /**
   * Opens the transaction.
   *
   * @param timeout of each command in it
   * @param tag shown as the connection's application name meanwhile
   */
  Future<Void> begin(Duration timeout, String tag) {
    return connection
        .query(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;SET LOCAL statement_timeout="
                + Math.max(1, timeout.toMillis())
                + ";SET LOCAL application_name='"
                + plain(tag)
                + "'")
        .execute()
        .mapEmpty();
  }

  /** Parses, checks and plans the statement, and opens the cursor. */
  Future<Void> declare(String sql) {
    return connection.preparedQuery(CURSOR + sql + END_OF_TEXT).execute().mapEmpty();
  }

  /** Skips rows of the cursor. */
  Future<Void> move(long rows) {
    return rows == 0
        ? Future.succeededFuture()
        : connection.query("MOVE FORWARD " + rows + " FROM c").execute().mapEmpty();
  }

  /**
   * Reads rows of the cursor into the sink.
   *
   * @return how many came; fewer than asked for means that there are no more
   */
  Future<Integer> fetch(int rows) {
    return connection.query("FETCH FORWARD " + rows + " FROM c").execute().map(RowSet::rowCount);
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
        .query(reset)
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

  // quoting rules depend on settings that are not ours; these characters need none
  private static String plain(String tag) {
    String plain = tag.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_./-]", "_");
    return plain.substring(0, Math.min(63, plain.length()));
  }
}
