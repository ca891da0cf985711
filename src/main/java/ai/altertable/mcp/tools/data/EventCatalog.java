package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.PostgresDialect;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events that an environment collects, read from its own lakehouse. */
public final class EventCatalog {
  /** Most event names that are told apart. */
  public static final int MAX_EVENTS = 500;

  private static final int SAMPLE_OF_EACH = 200;
  private static final int MAX_PROPERTIES = 1000;
  private static final String UNDEFINED_TABLE = "42P01";

  private static final String EVENTS =
      """
      SELECT event, count(*) AS volume,
        count(DISTINCT coalesce(identity_uuid::text, distinct_id, anonymous_id, device_id)) AS users,
        min("timestamp") AS first_seen, max("timestamp") AS last_seen
      FROM product_analytics.events
      WHERE "timestamp" >= now() - CAST(%s AS interval)
      GROUP BY event ORDER BY volume DESC, event""";

  private static final String PROPERTIES =
      """
      SELECT names.event, property.key, jsonb_typeof(property.value) AS type, count(*) AS seen,
        min(left(property.value #>> '{}', 60)) AS example
      FROM unnest(%s) AS names (event)
      CROSS JOIN LATERAL (
        SELECT properties FROM product_analytics.events AS e
        WHERE e.event = names.event AND e."timestamp" >= now() - CAST(%s AS interval)
        LIMIT %d) AS sample
      CROSS JOIN LATERAL jsonb_each(sample.properties) AS property
      GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC, 2""";

  private final Lakehouse lakehouse;
  private final Statements statements;
  private final Dialect dialect = new PostgresDialect();

  public EventCatalog(Lakehouse lakehouse, Statements statements) {
    this.lakehouse = lakehouse;
    this.statements = statements;
  }

  /** Name, volume, users, first and last time of each event, the most frequent first. */
  public Future<List<JsonObject>> events(ToolContext context, int days) {
    String sql = EVENTS.formatted(interval(days));
    return run(context, sql, MAX_EVENTS).map(EventCatalog::readEvents);
  }

  /** The properties of some events by event name, from a sample of each. */
  Future<Map<String, JsonArray>> properties(ToolContext context, List<String> events, int days) {
    if (events.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    List<String> literals = events.stream().map(dialect::text).toList();
    String names = "CAST(ARRAY[" + String.join(", ", literals) + "] AS text[])";
    String sql = PROPERTIES.formatted(names, interval(days), SAMPLE_OF_EACH);
    return run(context, sql, MAX_PROPERTIES).map(EventCatalog::readProperties);
  }

  private String interval(int days) {
    return dialect.text(days + " days");
  }

  private Future<QueryResult> run(ToolContext context, String sql, int rows) {
    return lakehouse
        .engine(context.tenant(), null)
        .compose(engine -> statements.run(context, engine, sql, rows))
        .recover(EventCatalog::explain);
  }

  private static Future<QueryResult> explain(Throwable failure) {
    boolean noTable =
        failure instanceof QueryFault fault && UNDEFINED_TABLE.equals(fault.detail().code());
    return Future.failedFuture(
        noTable
            ? new ToolFault(
                "This environment collects no events: its lakehouse has no table"
                    + " product_analytics.events.")
            : failure);
  }

  private static List<JsonObject> readEvents(QueryResult result) {
    List<JsonObject> events = new ArrayList<>();
    for (int i = 0; i < result.rows().size(); i++) {
      JsonArray row = result.rows().getJsonArray(i);
      events.add(
          new JsonObject()
              .put("event", row.getString(0))
              .put("volume", row.getLong(1))
              .put("users", row.getLong(2))
              .put("first_seen", row.getString(3))
              .put("last_seen", row.getString(4)));
    }
    return events;
  }

  private static Map<String, JsonArray> readProperties(QueryResult result) {
    Map<String, JsonArray> byEvent = new HashMap<>();
    for (int i = 0; i < result.rows().size(); i++) {
      JsonArray row = result.rows().getJsonArray(i);
      byEvent
          .computeIfAbsent(row.getString(0), event -> new JsonArray())
          .add(
              new JsonObject()
                  .put("name", row.getString(1))
                  .put("type", row.getString(2))
                  .put("example", row.getString(4)));
    }
    return byEvent;
  }
}
