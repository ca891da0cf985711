package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.rows.TimedWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One statement on one session of a database, in a read-only transaction. Blocks, but for {@link
 * #stop}, which any thread may call at any time.
 */
final class Session implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final String BEGIN = "BEGIN TRANSACTION READ ONLY";

  private final AutoCloseable database;
  private final Connection connection;
  private final FileFaults faults;

  // guarded by this
  private Statement running;
  private boolean stopped;

  /**
   * @param database let go of when the session is closed
   * @param faults how they are told
   */
  Session(AutoCloseable database, Connection connection, FileFaults faults) {
    this.database = database;
    this.connection = connection;
    this.faults = faults;
  }

  /** What is left to be fetched. */
  record Running(Projection projection, ResultSet rows) {}

  /**
   * Checks a statement; nothing runs.
   *
   * @param longest characters of a value
   * @return how its columns are fetched
   */
  Prepared prepare(String sql, int longest) throws SQLException {
    try {
      try (Statement begin = connection.createStatement()) {
        begin.execute(BEGIN);
      }
      String passed = StatementGate.pass(connection, sql);
      Projection projection;
      try (PreparedStatement check = prepared(passed)) {
        if (check.getParameterMetaData().getParameterCount() > 0) {
          throw new QueryFault(
              Kind.INVALID,
              "The statement has parameters such as $1, and nothing binds them.",
              Detail.hint("Write the values into the statement."));
        }
        projection = Projection.of(check.getMetaData(), longest);
      }
      Prepared prepared = new Prepared(passed, projection);
      prepared(prepared.text()).close();
      return prepared;
    } catch (SQLException e) {
      throw explain(e, sql, 0);
    }
  }

  /** A statement that may run, in its subquery. */
  record Prepared(String sql, Projection projection) {
    String text() {
      return projection.before() + sql + projection.after();
    }
  }

  /**
   * Runs a statement that {@link #prepare} has accepted.
   *
   * @param bounds LIMIT and OFFSET, or empty
   */
  Running run(Prepared prepared, String bounds) throws SQLException {
    try {
      return new Running(prepared.projection(), prepared(prepared.text() + bounds).executeQuery());
    } catch (SQLException e) {
      throw explain(e, prepared.sql(), prepared.projection().before().length());
    }
  }

  /** DuckDB's plan of such a statement, JSON. */
  String plan(Prepared prepared) throws SQLException {
    try (ResultSet plan = prepared("EXPLAIN (FORMAT JSON) " + prepared.text()).executeQuery()) {
      plan.next();
      return plan.getString(2);
    } catch (SQLException e) {
      throw explain(e, "", 0);
    }
  }

  QueryFault explain(SQLException failure, String sql, int prefix) {
    synchronized (this) {
      if (stopped) {
        return TimedWork.timeout();
      }
    }
    return faults.tell(DuckDbFaults.of(failure, sql, prefix));
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    synchronized (this) {
      if (stopped) {
        throw new SQLException("stopped");
      }
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    synchronized (this) {
      running = statement;
    }
    return statement;
  }

  /** Interrupts what runs, and lets nothing start. */
  synchronized void stop() {
    stopped = true;
    if (running != null) {
      try {
        running.cancel();
      } catch (SQLException e) {
        LOG.debug("a statement had ended before it was stopped", e);
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      stopped = true;
      running = null;
    }
    try {
      // with it go its statements and its transaction
      connection.close();
    } catch (SQLException e) {
      LOG.warn("a session did not close", e);
    }
    try {
      database.close();
    } catch (Exception e) {
      LOG.warn("a database was not let go of", e);
    }
  }
}
