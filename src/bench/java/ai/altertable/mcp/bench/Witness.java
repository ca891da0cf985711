package ai.altertable.mcp.bench;

import ai.altertable.mcp.platform.DatabaseAccess;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the database says of the nodes: what they kept, transactions and statements left. */
final class Witness {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String CALLS = "SELECT correlation_id FROM audit_event";
  private static final String MEMORIES = "SELECT content FROM memory";

  /** Idle in a transaction, or at work, for longer than a call that nobody waits for may be. */
  private static final String LEFT =
      "SELECT coalesce(string_agg(state || ' in ' || datname, ', '), '') FROM pg_stat_activity"
          + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
          + " AND (state LIKE 'idle in transaction%' OR state = 'active')"
          + " AND now() - state_change > interval '2 seconds'";

  private final DatabaseAccess access;

  Witness(DatabaseAccess access) {
    this.access = access;
  }

  /** Of the embedded database of a node that runs on a data folder. */
  static Witness ofEmbedded(Path data) throws IOException {
    Path home = data.resolve("postgres");
    int port =
        Integer.parseInt(Files.readAllLines(home.resolve("data/postmaster.pid")).get(3).trim());
    PgConnectOptions admin =
        new PgConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setUser("postgres")
            .setDatabase("postgres")
            .setPassword(Files.readString(home.resolve("postgres.password")));
    return new Witness(
        new DatabaseAccess(new PgConnectOptions(admin).setDatabase("altertable"), admin));
  }

  /** How many of these calls are not in the audit log. */
  int notRecorded(List<String> ids) throws SQLException {
    return missing(ids, CALLS);
  }

  /** How many of these texts were not kept. */
  int notKept(List<String> contents) throws SQLException {
    return missing(contents, MEMORIES);
  }

  /** At once: what was answered is committed. */
  private int missing(List<String> expected, String there) throws SQLException {
    String query = "SELECT count(*) FROM (SELECT unnest(?::text[]) EXCEPT " + there + ") missing";
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setArray(1, connection.createArrayOf("text", expected.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** {@code nothing}, or what is not over yet, after a while of waiting. */
  String leftOpen() throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String left = ask(LEFT);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      pause();
      left = ask(LEFT);
    }
    return left.isEmpty() ? "nothing" : left;
  }

  private static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(200);
  }

  private String ask(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private Connection connect() throws SQLException {
    PgConnectOptions admin = access.admin();
    String url =
        "jdbc:postgresql://127.0.0.1:" + admin.getPort() + "/" + access.platform().getDatabase();
    return DriverManager.getConnection(url, admin.getUser(), admin.getPassword());
  }
}
