package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Read-only transactions of one database: takes a connection, watches time and cancellation, gives
 * the connection back whatever happens, and tells failures as {@link QueryFault}.
 */
final class ReadTransactions {
  /** What the server calls a statement with parameters, since we bind none. */
  private static final String PROTOCOL_VIOLATION = "08P01";

  private final Vertx vertx;
  private final ReaderPools pools;
  private final ReaderDatabase database;

  /** What runs in a transaction; fails with what the server said. */
  interface Work<T> {
    Future<T> run(Scope scope);
  }

  /** What the work may use, until its future completes. */
  record Scope(ReaderSession session, ReaderPool pool, Deadline deadline) {}

  ReadTransactions(Vertx vertx, ReaderPools pools, ReaderDatabase database) {
    this.vertx = vertx;
    this.pools = pools;
    this.database = database;
  }

  /**
   * Runs work in a transaction of its own; the work begins it.
   *
   * @param sql the author's text that the work runs, for places in it; may be empty
   * @param timeout of the work, the wait for a connection not counted
   */
  <T> Future<T> run(Work<T> work, String sql, Duration timeout, Cancellation cancellation) {
    Promise<T> outcome = ((ContextInternal) vertx.getOrCreateContext()).promise();
    // the caller is answered at once; the work is stopped and cleaned up behind its back
    Runnable forget = cancellation.onCancel(() -> outcome.tryFail(cancelled()));
    pools
        .lease(database)
        .compose(
            lease ->
                inPool(lease.pool(), work, sql, timeout, cancellation)
                    .onComplete(done -> lease.release()))
        .onComplete(
            done -> {
              forget.run();
              if (done.succeeded()) {
                outcome.tryComplete(done.result());
              } else {
                outcome.tryFail(done.cause());
              }
            });
    return outcome.future();
  }

  private <T> Future<T> inPool(
      ReaderPool pool, Work<T> work, String sql, Duration timeout, Cancellation cancellation) {
    if (cancellation.cancelled()) {
      return Future.failedFuture(cancelled());
    }
    return pool.session()
        .recover(failure -> Future.failedFuture(unreachable(failure)))
        .compose(
            session -> {
              Deadline deadline = new Deadline(vertx, session, cancellation, timeout);
              deadline.start();
              return work.run(new Scope(session, pool, deadline))
                  .onComplete(
                      done -> {
                        deadline.stop();
                        session.end();
                      })
                  .recover(failure -> explain(failure, session, deadline, pool, sql));
            });
  }

  private <T> Future<T> explain(
      Throwable failure, ReaderSession session, Deadline deadline, ReaderPool pool, String sql) {
    if (failure instanceof QueryFault) {
      return Future.failedFuture(failure);
    }
    if (deadline.cancelled()) {
      return Future.failedFuture(cancelled());
    }
    if (session.oversized()) {
      return Future.failedFuture(tooLarge());
    }
    if (timedOut(failure, deadline)) {
      boolean stalled = failure instanceof ClosedConnectionException;
      return Future.failedFuture(stalled ? stalled() : timeout());
    }
    if (failure instanceof PgException refused && lost(refused)) {
      return Future.failedFuture(unreachable(refused));
    }
    if (failure instanceof PgException refused) {
      return switch (refused.getSqlState()) {
        case PROTOCOL_VIOLATION -> Future.failedFuture(parameters());
        case RoundTrip.REPLACED ->
            Future.failedFuture(unreachable(ClosedConnectionException.INSTANCE));
        default -> refused(refused, session.prefix(), pool, sql);
      };
    }
    if (failure instanceof ClosedConnectionException || failure instanceof IOException) {
      return Future.failedFuture(unreachable(failure));
    }
    return Future.failedFuture(failure);
  }

  private <T> Future<T> refused(PgException refused, int prefix, ReaderPool pool, String sql) {
    Future<?> names =
        SqlFaults.wantsNames(refused)
            ? pool.session()
                .compose(
                    session ->
                        session
                            .begin(Duration.ofSeconds(2))
                            .compose(begun -> pool.names().refresh(session.connection()))
                            .onComplete(done -> session.end()))
            : Future.succeededFuture();
    // without the names, the fault only lacks a suggestion
    return names.transform(
        done -> Future.failedFuture(SqlFaults.of(refused, sql, prefix, pool.names())));
  }

  /** Whether it failed because its time was up, by the server's clock or ours. */
  static boolean timedOut(Throwable failure, Deadline deadline) {
    return deadline.leftMillis() <= 0
        || (failure instanceof PgException refused && "57014".equals(refused.getSqlState()));
  }

  private static QueryFault cancelled() {
    return new QueryFault(Kind.CANCELLED, "The query was cancelled.", Detail.NONE);
  }

  static QueryFault timeout() {
    return new QueryFault(
        Kind.TIMEOUT,
        "The statement ran out of time before it returned a row.",
        new Detail(
            "57014", null, null, "Filter or aggregate earlier, or ask for a shorter period."));
  }

  private static QueryFault tooLarge() {
    return new QueryFault(
        Kind.TOO_LARGE,
        "A row is larger than "
            + RowTap.MAX_MESSAGE_BYTES / (1024 * 1024)
            + " MB, which is more than is read.",
        Detail.hint("Select fewer columns, or cut long values with left(column, 1000)."));
  }

  private static QueryFault parameters() {
    return new QueryFault(
        Kind.INVALID,
        "The statement has parameters such as $1, and nothing binds them.",
        Detail.hint("Write the values into the statement."));
  }

  /** The server keeps neither to its own timeout nor to what it is told. */
  private QueryFault stalled() {
    return new QueryFault(
        Kind.TIMEOUT,
        database.title() + " did not answer in time, nor when it was told to stop.",
        Detail.hint(
            "Try the same call again in a few seconds; list_connections says whether it can be"
                + " reached."));
  }

  /** Whether the server ended the connection, by order, in a crash or a restart (class 57P). */
  private static boolean lost(PgException failure) {
    return failure.getSqlState() != null && failure.getSqlState().startsWith("57P");
  }

  private QueryFault unreachable(Throwable failure) {
    if (failure instanceof QueryFault fault) {
      return fault;
    }
    return new QueryFault(
        Kind.UNAVAILABLE,
        database.title() + " does not answer: " + reason(failure),
        Detail.hint("Try the same call again in a few seconds."));
  }

  // never the server's address or a login, which an exception's message may hold
  private static String reason(Throwable failure) {
    if (failure instanceof PgException refused && lost(refused)) {
      return "it ended the connection (SQLSTATE " + refused.getSqlState() + ").";
    }
    if (failure instanceof PgException refused) {
      return "connection refused (SQLSTATE " + refused.getSqlState() + ").";
    }
    if (failure instanceof TimeoutException) {
      return "it takes connections and says nothing.";
    }
    if (failure instanceof IOException) {
      return "it cannot be reached.";
    }
    return failure instanceof ClosedConnectionException
        ? "the connection was closed."
        : "all connections are in use.";
  }
}
