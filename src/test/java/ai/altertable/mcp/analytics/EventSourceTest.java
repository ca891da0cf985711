package ai.altertable.mcp.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.analytics.insight.EventData;
import ai.altertable.mcp.analytics.insight.EventSource;
import ai.altertable.mcp.analytics.insight.Funnel;
import ai.altertable.mcp.analytics.insight.FunnelCompiler;
import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.Dialects;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventSourceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void whoIsAlwaysKnownIsNotLookedForElsewhere() {
    Column identity = new Column("identity_uuid", "uuid", false, "");
    String sql = compile("postgres", events("product_analytics", identity, text("distinct_id")));
    assertThat(sql)
        .doesNotContain("distinct_id", "coalesce(\"e\"", "CAST(\"e\"", "\"identity_uuid\" IS NULL");
  }

  @Test
  void theFirstKnownIdIsTheUser() {
    Column identity = new Column("identity_uuid", "uuid", true, "");
    String sql =
        compile(
            "duckdb",
            events("product_analytics", identity, text("distinct_id"), text("device_id")));
    assertThat(sql)
        .contains(
            "coalesce(CAST(\"e\".\"identity_uuid\" AS VARCHAR), \"e\".\"distinct_id\","
                + " \"e\".\"device_id\")")
        .doesNotContain("anonymous_id");
  }

  @Test
  void aCatalogWithOneTableOfEventsNeedsNoSchemaOfThatName() {
    assertThat(compile("trino", events("main", text("distinct_id"))))
        .contains("\"main\".\"events\"");
  }

  @Test
  void trinoIsSpokenWithItsOwnWords() {
    assertThat(compile("trino", events("main", text("distinct_id"))))
        .contains(
            "json_extract_scalar(\"e\".\"properties\", '$[\"it''s \\\"odd\\\"\"]')",
            "TIMESTAMP '2026-02-01 00:00:00.000000 UTC'",
            "date_add('second', 60, ",
            "avg(date_diff('millisecond', ");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> EventSource.of(List.of()))
        .hasMessageContaining("there is no table product_analytics.events");
    assertThatThrownBy(() -> EventSource.of(List.of(events("main", text("timestamp")))))
        .hasMessageContaining("none of the columns identity_uuid, distinct_id");
    TableInfo other =
        new TableInfo("main", "events", "table", null, "", List.of(text("timestamp")));
    assertThatThrownBy(() -> EventSource.of(List.of(other)))
        .hasMessageContaining("its table of events has no column event");
  }

  private static String compile(String engine, TableInfo events) {
    JsonObject definition =
        new JsonObject(
            """
            {"events": [{"name": "a", "property_filters":
                [{"property": "it's \\"odd\\"", "operator": "=", "values": ["x"]}]}, {"name": "b"}],
              "from": "2026-02-01", "to": "2026-02-02", "completed_within_seconds": 60}""");
    Funnel funnel =
        (Funnel)
            InsightParser.parse("funnel", new JsonObject().put("funnel_definition", definition));
    Dialect dialect = Dialects.of(engine);
    EventData data = EventData.of(EventSource.of(List.of(events)));
    return FunnelCompiler.compile(funnel, data, NOW, dialect).query().in(dialect);
  }

  private static TableInfo events(String schema, Column... users) {
    List<Column> columns =
        new ArrayList<>(
            Stream.of("timestamp", "event", "properties").map(EventSourceTest::text).toList());
    columns.addAll(List.of(users));
    return new TableInfo(schema, "events", "table", null, "", columns);
  }

  private static Column text(String name) {
    return new Column(name, "text", true, "");
  }
}
