package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The traits of an environment's users, read from its own lakehouse. */
public final class TraitCatalog {
  /** Most people that are looked at. */
  static final int SAMPLE = 50_000;

  private static final int MAX_ROWS = 1000;
  private static final String UNDEFINED_TABLE = "42P01";
  private static final String TRAITS =
      """
      WITH people AS MATERIALIZED (SELECT traits FROM product_analytics.identities LIMIT %d)
      SELECT trait.key, jsonb_typeof(trait.value) AS type, count(*) AS users,
        min(left(trait.value #>> '{}', 60)) AS example, (SELECT count(*) FROM people) AS looked_at
      FROM people CROSS JOIN LATERAL jsonb_each(people.traits) AS trait
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"""
          .formatted(SAMPLE);

  private final Lakehouse lakehouse;
  private final Statements statements;

  public TraitCatalog(Lakehouse lakehouse, Statements statements) {
    this.lakehouse = lakehouse;
    this.statements = statements;
  }

  /**
   * What is known of people.
   *
   * @param traits the most frequent first
   * @param people that were looked at
   */
  record Traits(List<JsonObject> traits, long people) {
    Traits {
      traits = List.copyOf(traits);
    }
  }

  Future<Traits> traits(ToolContext context) {
    return lakehouse
        .engine(context.tenant(), null)
        .compose(engine -> statements.run(context, engine, TRAITS, MAX_ROWS))
        .recover(TraitCatalog::explain)
        .map(TraitCatalog::read);
  }

  private static Future<QueryResult> explain(Throwable failure) {
    boolean noTable =
        failure instanceof QueryFault fault && UNDEFINED_TABLE.equals(fault.detail().code());
    return Future.failedFuture(
        noTable
            ? new ToolFault(
                "This environment knows no users: its lakehouse has no table"
                    + " product_analytics.identities.")
            : failure);
  }

  /** A trait that has values of several types is one trait. */
  private static Traits read(QueryResult result) {
    Map<String, JsonObject> traits = new LinkedHashMap<>();
    long people = 0;
    for (int i = 0; i < result.rows().size(); i++) {
      JsonArray row = result.rows().getJsonArray(i);
      people = row.getLong(4);
      JsonObject trait =
          traits.computeIfAbsent(
              row.getString(0),
              name ->
                  new JsonObject()
                      .put("name", name)
                      .put("types", new JsonArray())
                      .put("users", 0L)
                      .put("example", row.getString(3)));
      trait.getJsonArray("types").add(row.getString(1));
      trait.put("users", trait.getLong("users") + row.getLong(2));
    }
    return new Traits(List.copyOf(traits.values()), people);
  }
}
