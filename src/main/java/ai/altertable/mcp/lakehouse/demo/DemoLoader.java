package ai.altertable.mcp.lakehouse.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import ai.altertable.mcp.lakehouse.postgres.CopyRows;
import ai.altertable.mcp.lakehouse.postgres.OwnerLogin;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes a simulated shop into a database, whole or not at all. Blocks. */
final class DemoLoader {
  private DemoLoader() {}

  /**
   * Replaces what is there.
   *
   * @param owner login that owns the database
   */
  static void load(PgConnectOptions owner, DemoSimulation shop) throws SQLException, IOException {
    try (Connection connection = OwnerLogin.connect(owner, "altertable-mcp demo");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(script("schema.sql"));
      copy(connection.unwrap(PGConnection.class), shop);
      statement.execute(script("indexes.sql"));
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("ANALYZE " + tables());
    }
  }

  private static void copy(PGConnection connection, DemoSimulation shop)
      throws SQLException, IOException {
    AtomicReference<Ledger> ledger = new AtomicReference<>();
    copy(
        connection,
        DemoTable.EVENTS,
        rows -> {
          ledger.set(new Ledger(rows));
          shop.tell(ledger.get());
        });
    for (DemoTable table : DemoTable.values()) {
      copy(connection, table.qualified(), rows -> table.write(shop, ledger.get(), rows));
    }
  }

  /** Writes all rows of a table. */
  private interface Writer {
    void write(CopyRows rows) throws IOException;
  }

  private static void copy(PGConnection connection, String table, Writer writer)
      throws SQLException, IOException {
    // frozen rows: the table is of this transaction, nobody can have seen it empty
    CopyIn copy = connection.getCopyAPI().copyIn("COPY " + table + " FROM STDIN (FREEZE)");
    try {
      CopyRows rows = new CopyRows(copy);
      writer.write(rows);
      rows.flush();
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static String tables() {
    return Arrays.stream(DemoTable.values())
        .map(DemoTable::qualified)
        .collect(joining(", ", DemoTable.EVENTS + ", ", ""));
  }

  private static String script(String name) throws IOException {
    try (InputStream in = DemoLoader.class.getResourceAsStream("/conf/demo/" + name)) {
      if (in == null) {
        throw new IOException("the bundled conf/demo/" + name + " is missing");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
