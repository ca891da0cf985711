package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.config.ConnectionsConfig;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.QueryPlan;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import ai.altertable.mcp.lakehouse.rows.RowCursor;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Statements on files, on threads of their own: so many run, so many wait, and those beyond are
 * refused at once.
 */
final class DuckDbRunner {
  private static final int WAITING = 32;
  private static final long SWEEP_MILLIS = 60_000;

  private final Vertx vertx;
  private final FilesDatabases databases;
  private final BoundedWorker worker;
  private final int mostSessions;
  private final AtomicInteger sessions = new AtomicInteger();
  private final long sweeper;

  /** Takes a database: one that is shared, or one of its own. */
  private interface Opening {
    Session open() throws SQLException;
  }

  DuckDbRunner(Vertx vertx, ConnectionsConfig config) {
    this.vertx = vertx;
    this.databases = new FilesDatabases(config);
    this.mostSessions = config.duckdb().workers() + WAITING;
    // every session has at most one task, and room is left for the sweep
    this.worker = new BoundedWorker(vertx, "duckdb", config.duckdb().workers(), 2 * mostSessions);
    this.sweeper =
        vertx.setPeriodic(
            SWEEP_MILLIS,
            tick ->
                worker.run(
                    () -> {
                      databases.sweep();
                      return null;
                    }));
  }

  /** Opens a cursor whose rows are all there when it is open. */
  Future<RowCursor> open(
      ExternalConnection connection, String sql, String bounds, int longest, Cancellation stop) {
    return cursor(() -> shared(connection), sql, bounds, longest, stop);
  }

  /** Opens a cursor whose rows come while the statement runs. */
  Future<RowCursor> stream(
      ExternalConnection connection, String sql, int longest, Cancellation stop) {
    return cursor(
        () -> {
          FileFaults faults = databases.faults(connection);
          FilesDatabase database = databases.streaming(connection);
          try {
            return new Session(database, database.connect(), faults);
          } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
          }
        },
        sql,
        "",
        longest,
        stop);
  }

  private Future<RowCursor> cursor(
      Opening opening, String sql, String bounds, int longest, Cancellation stop) {
    if (sessions.incrementAndGet() > mostSessions) {
      sessions.decrementAndGet();
      return Future.failedFuture(busy());
    }
    Stopper stopper = new Stopper();
    stop.onCancel(stopper::stop);
    return run(() -> {
          Session session = stopper.watch(opening.open());
          try {
            return new DuckDbCursor(
                worker,
                session,
                session.run(session.prepare(sql, longest), bounds),
                sessions::decrementAndGet);
          } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
          }
        })
        .onFailure(failure -> sessions.decrementAndGet())
        .map(cursor -> cursor);
  }

  Future<Void> validate(ExternalConnection connection, String sql, Cancellation stop) {
    return inSession(
        connection,
        stop,
        session -> {
          session.prepare(sql, 1);
          return null;
        });
  }

  Future<QueryPlan> explain(ExternalConnection connection, String sql, Cancellation stop) {
    return inSession(
        connection, stop, session -> PlanReader.read(session.plan(session.prepare(sql, 1))));
  }

  Future<List<TableInfo>> tables(ExternalConnection connection) {
    return run(
        () -> {
          try (FilesDatabases.Lease lease = databases.lease(connection)) {
            return lease.database().tables();
          }
        });
  }

  /** What is done with a session. */
  private interface Work<T> {
    T run(Session session) throws SQLException;
  }

  private <T> Future<T> inSession(ExternalConnection connection, Cancellation stop, Work<T> work) {
    Stopper stopper = new Stopper();
    stop.onCancel(stopper::stop);
    return run(
        () -> {
          try (Session session = stopper.watch(shared(connection))) {
            return work.run(session);
          }
        });
  }

  private Session shared(ExternalConnection connection) throws SQLException {
    FileFaults faults = databases.faults(connection);
    FilesDatabases.Lease lease = databases.lease(connection);
    try {
      return new Session(lease, lease.database().connect(), faults);
    } catch (SQLException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private <T> Future<T> run(Callable<T> work) {
    return worker.run(work).recover(failure -> Future.failedFuture(explained(failure)));
  }

  private static Throwable explained(Throwable failure) {
    if (failure instanceof RejectedExecutionException) {
      return busy();
    }
    return failure instanceof SQLException refused ? DuckDbFaults.of(refused, "", 0) : failure;
  }

  private static QueryFault busy() {
    return new QueryFault(
        Kind.UNAVAILABLE,
        "Too many statements on files are running on this server right now.",
        Detail.hint("Try the same call again in a few seconds."));
  }

  Future<Void> close() {
    vertx.cancelTimer(sweeper);
    return worker
        .run(
            () -> {
              databases.close();
              return null;
            })
        .eventually(worker::close)
        .mapEmpty();
  }

  /** Stops a session that may not be there yet. */
  private static final class Stopper {
    private Session session;
    private boolean stopped;

    synchronized Session watch(Session opened) {
      session = opened;
      if (stopped) {
        opened.stop();
      }
      return opened;
    }

    synchronized void stop() {
      stopped = true;
      if (session != null) {
        session.stop();
      }
    }
  }
}
