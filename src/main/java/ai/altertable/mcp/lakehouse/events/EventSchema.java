package ai.altertable.mcp.lakehouse.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** Makes the tables of events where they are missing or of an older version. Blocks. */
final class EventSchema {
  /** To be raised with every change of the script. */
  private static final int VERSION = 2;

  private static final String SCRIPT = "/db/events/schema.sql";

  /** Nodes that open a database at the same time take turns. */
  private static final String LOCK =
      """
      CREATE SCHEMA IF NOT EXISTS ingestion;
      CREATE TABLE IF NOT EXISTS ingestion.version (number integer NOT NULL);
      LOCK TABLE ingestion.version IN SHARE ROW EXCLUSIVE MODE;
      """;

  /** Who creates the same thing at the same time hears of it like this. */
  private static final Set<String> SAME_TIME = Set.of("23505", "42P06", "42P07");

  private static final String THERE = "SELECT to_regclass('ingestion.version') IS NOT NULL";
  private static final String NUMBER = "SELECT max(number) FROM ingestion.version";

  private EventSchema() {}

  /**
   * @param connection of the database's owner, outside of a transaction
   * @param reader role of queries, which needs no quotes
   */
  static void prepare(Connection connection, String reader) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!isCurrent(statement)) {
        make(connection, statement, reader);
      }
    }
  }

  private static void make(Connection connection, Statement statement, String reader)
      throws SQLException {
    try {
      Transactions.run(connection, () -> make(statement, reader));
    } catch (SQLException e) {
      if (!SAME_TIME.contains(e.getSQLState())) {
        throw e;
      }
      Transactions.run(connection, () -> make(statement, reader));
    }
  }

  private static void make(Statement statement, String reader) throws SQLException {
    statement.execute(LOCK);
    if (!isCurrent(statement)) {
      statement.execute("SET LOCAL lock_timeout = '20s'");
      statement.execute(script());
      statement.execute("REVOKE ALL ON SCHEMA ingestion FROM " + reader);
      statement.execute("INSERT INTO ingestion.version VALUES (" + VERSION + ")");
    }
  }

  private static boolean isCurrent(Statement statement) throws SQLException {
    return value(statement, THERE, "t") && value(statement, NUMBER, Integer.toString(VERSION));
  }

  private static boolean value(Statement statement, String sql, String expected)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() && expected.equals(rows.getString(1));
    }
  }

  private static String script() {
    try (InputStream in = EventSchema.class.getResourceAsStream(SCRIPT)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
