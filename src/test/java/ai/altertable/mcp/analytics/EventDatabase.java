package ai.altertable.mcp.analytics;

import ai.altertable.mcp.analytics.TestEngine.TestColumn;
import ai.altertable.mcp.analytics.insight.EventSource;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Events and identities in an engine. */
final class EventDatabase {
  private EventDatabase() {}

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

  /** Makes the schema and the identities. */
  static void create(TestEngine engine) {
    engine.execute("CREATE SCHEMA IF NOT EXISTS product_analytics");
    engine.view(
        "product_analytics.identities",
        List.of(new TestColumn("uuid", "uuid"), new TestColumn("traits", engine.json())),
        Event.TRAITS.entrySet().stream()
            .map(user -> List.<Object>of(Event.identity(user.getKey()), user.getValue().encode()))
            .toList());
  }

  /** Replaces the events. */
  static void load(TestEngine engine, List<Event> events) {
    List<List<Object>> rows = new ArrayList<>();
    for (Event event : events) {
      UUID identity = Event.identity(event.user());
      rows.add(
          Arrays.asList(
              event.at(),
              event.name(),
              event.properties().encode(),
              event.user(),
              null,
              null,
              identity));
    }
    engine.view(
        "product_analytics.events",
        List.of(
            new TestColumn("timestamp", "timestamp with time zone"),
            new TestColumn("event", "varchar"),
            new TestColumn("properties", engine.json()),
            new TestColumn("distinct_id", "varchar"),
            new TestColumn("anonymous_id", "varchar"),
            new TestColumn("device_id", "varchar"),
            new TestColumn("identity_uuid", "uuid")),
        rows);
  }
}
