package ai.altertable.mcp.lakehouse.events;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Transactions over JDBC: committed when the work returns, rolled back when it throws. */
final class Transactions {
  private Transactions() {}

  /** What is done in one. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException, IOException;
  }

  static void run(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      undo(connection, e);
      throw e;
    } catch (IOException e) {
      undo(connection, e);
      throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
    }
    connection.setAutoCommit(true);
  }

  private static void undo(Connection connection, Exception why) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // the session is gone, and with it the transaction
      why.addSuppressed(e);
    }
  }
}
