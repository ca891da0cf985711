package ai.altertable.mcp.lakehouse.events;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EventSchemaTest {
  /** Any role that is there but does not own the tables. */
  private static final String READER = "pg_monitor";

  private static final String OF_VERSION_1 =
      """
      DROP INDEX product_analytics.events_by_event_and_identity;
      CREATE INDEX events_by_event ON product_analytics.events (event, "timestamp");
      DELETE FROM ingestion.version;
      INSERT INTO ingestion.version VALUES (1);
      CREATE TABLE product_analytics.events_of_all_time PARTITION OF product_analytics.events DEFAULT;
      """;

  @Test
  void eventsOfAnOlderVersionAreBroughtToThisOne() throws SQLException {
    var options = TestDatabase.create().access().platform();
    String url =
        "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
            .formatted(
                options.getPort(), options.getDatabase(), options.getUser(), options.getPassword());
    try (Connection owner = DriverManager.getConnection(url);
        Statement statement = owner.createStatement()) {
      EventSchema.prepare(owner, READER);
      Set<String> fresh = indexes(statement, "events");
      statement.execute(OF_VERSION_1);
      assertThat(indexes(statement, "events")).isNotEqualTo(fresh);

      EventSchema.prepare(owner, READER);

      assertThat(indexes(statement, "events")).isEqualTo(fresh);
      assertThat(indexes(statement, "events_of_all_time"))
          .anyMatch(index -> index.endsWith("(event, \"timestamp\", identity_uuid)"))
          .noneMatch(index -> index.endsWith("(event, \"timestamp\")"));
    }
  }

  /** What they index, without their names. */
  private static Set<String> indexes(Statement statement, String table) throws SQLException {
    Set<String> found = new TreeSet<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'product_analytics' AND tablename = '"
                + table
                + "'")) {
      while (rows.next()) {
        found.add(rows.getString(1).replaceAll("^.* USING ", ""));
      }
    }
    return found;
  }
}
