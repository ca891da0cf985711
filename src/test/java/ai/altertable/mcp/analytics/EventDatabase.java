package ai.altertable.mcp.analytics;

import ai.altertable.mcp.analytics.TestEngine.TestColumn;
import ai.altertable.mcp.analytics.insight.EventData;
import ai.altertable.mcp.analytics.insight.EventSource;
import ai.altertable.mcp.analytics.insight.SegmentParser;
import ai.altertable.mcp.analytics.insight.UserSegment;
import ai.altertable.mcp.analytics.semantic.ModelSet;
import ai.altertable.mcp.analytics.semantic.ModelText;
import ai.altertable.mcp.analytics.semantic.SemanticModel;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.semantic.SemanticModelParser;
import ai.altertable.mcp.analytics.semantic.VersionedModel;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Events and identities in an engine. */
final class EventDatabase {
  private static final List<String> MODELS =
      List.of(
          """
          schema: product_analytics
          table: identities
          dimensions: [{as: tier, type: string, column: tier}]
          """,
          """
          schema: product_analytics
          table: events
          dimensions: [{as: visitor, type: string, column: distinct_id}]
          relations:
            - {to: {schema: product_analytics, table: identities}, foreign_key: identity_uuid, key: uuid}
          """);

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

  /** All that definitions may name. */
  static EventData data(JsonObject segments) {
    Map<String, UserSegment> parsed = new HashMap<>();
    for (String slug : segments.fieldNames()) {
      parsed.put(slug, SegmentParser.parse(slug, 1, segments.getJsonObject(slug)));
    }
    return new EventData("lakehouse", source(), models(), parsed);
  }

  private static ModelSet models() {
    Map<TableName, Supplier<VersionedModel>> models = new HashMap<>();
    for (String text : MODELS) {
      SemanticModel model = SemanticModelParser.parse(ModelText.read(text));
      models.put(model.table(), () -> new VersionedModel("MDL-1", 1, model));
    }
    return new ModelSet(models);
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
        List.of(
            new TestColumn("uuid", "uuid"),
            new TestColumn("traits", engine.json()),
            new TestColumn("tier", "varchar")),
        Event.TRAITS.entrySet().stream()
            .map(
                user ->
                    List.<Object>of(
                        Event.identity(user.getKey()),
                        user.getValue().encode(),
                        user.getValue().getString("plan")))
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
