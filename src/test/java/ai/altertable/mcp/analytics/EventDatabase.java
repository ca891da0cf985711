package ai.altertable.mcp.analytics;

import ai.altertable.mcp.analytics.insight.EventSource;
import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.DuckDbDialect;
import ai.altertable.mcp.analytics.sql.PostgresDialect;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.testing.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A table of events in an engine, and what compiled queries find in it. */
final class EventDatabase implements AutoCloseable {
  private static final int DIGITS = 6;

  private final Connection connection;
  private final Dialect dialect;
  private final String json;

  private EventDatabase(Connection connection, Dialect dialect, String json) throws SQLException {
    this.connection = connection;
    this.dialect = dialect;
    this.json = json;
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA product_analytics");
      statement.execute(
          "CREATE TABLE product_analytics.events (\"timestamp\" timestamptz, event text, properties "
              + json
              + ", distinct_id text, anonymous_id text, device_id text, identity_uuid uuid)");
      statement.execute(
          "CREATE TABLE product_analytics.identities (uuid uuid, traits " + json + ")");
    }
    for (String user : Event.TRAITS.keySet()) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO product_analytics.identities VALUES (CAST(? AS uuid), CAST(? AS "
                  + json
                  + "))")) {
        insert.setString(1, Event.identity(user).toString());
        insert.setString(2, Event.TRAITS.get(user).encode());
        insert.execute();
      }
    }
    connection.setAutoCommit(false);
  }

  static EventDatabase postgres() throws SQLException {
    var options = TestDatabase.create().access().platform();
    return new EventDatabase(
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + options.getPort() + "/" + options.getDatabase(),
            options.getUser(),
            options.getPassword()),
        new PostgresDialect(),
        "jsonb");
  }

  static EventDatabase duckDb() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET threads = 1");
    }
    return new EventDatabase(connection, new DuckDbDialect(), "json");
  }

  Dialect dialect() {
    return dialect;
  }

  /** The tables as the lakehouse describes them. */
  static EventSource source() {
    return EventSource.of(
        List.of(
            table(
                "events",
                column("timestamp", "timestamp with time zone"),
                column("event", "text"),
                column("properties", "jsonb"),
                column("distinct_id", "text"),
                column("anonymous_id", "text"),
                column("device_id", "text"),
                column("identity_uuid", "uuid")),
            table("identities", column("uuid", "uuid"), column("traits", "jsonb"))));
  }

  static TableInfo table(String name, Column... columns) {
    return new TableInfo("product_analytics", name, "table", null, "", List.of(columns));
  }

  static Column column(String name, String type) {
    return new Column(name, type, true, "");
  }

  /** Replaces the events. */
  void load(List<Event> events) throws SQLException {
    connection.rollback();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO product_analytics.events"
                + " (\"timestamp\", event, properties, distinct_id, identity_uuid)"
                + " VALUES (?, ?, CAST(? AS "
                + json
                + "), ?, CAST(? AS uuid))")) {
      for (Event event : events) {
        insert.setObject(1, OffsetDateTime.ofInstant(event.at(), ZoneOffset.UTC));
        insert.setString(2, event.name());
        insert.setString(3, event.properties().encode());
        insert.setString(4, event.user());
        String identity =
            Event.identity(event.user()) == null ? null : Event.identity(event.user()).toString();
        insert.setString(5, identity);
        insert.addBatch();
      }
      if (!events.isEmpty()) {
        insert.executeBatch();
      }
    }
  }

  /** The rows as lines of cells between bars, sorted. */
  List<String> lines(Query query) throws SQLException {
    return lines(query.in(dialect));
  }

  List<String> lines(String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          boolean time =
              result
                  .getMetaData()
                  .getColumnTypeName(i)
                  .toLowerCase(java.util.Locale.ROOT)
                  .contains("time");
          Object value = time ? result.getObject(i, OffsetDateTime.class) : result.getObject(i);
          cells.add(cell(value));
        }
        lines.add(String.join("|", cells));
      }
    }
    lines.sort(Comparator.naturalOrder());
    return lines;
  }

  /** One spelling for equal values. */
  static String cell(Object value) {
    if (value instanceof Number number) {
      BigDecimal rounded =
          new BigDecimal(number.toString())
              .setScale(DIGITS, java.math.RoundingMode.HALF_UP)
              .stripTrailingZeros();
      return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
    return value instanceof OffsetDateTime time ? time.toInstant().toString() : "" + value;
  }

  static String line(Object... cells) {
    return Stream.of(cells)
        .map(EventDatabase::cell)
        .collect(java.util.stream.Collectors.joining("|"));
  }

  Statement statement() throws SQLException {
    return connection.createStatement();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
