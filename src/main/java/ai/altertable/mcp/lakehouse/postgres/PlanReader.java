package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.QueryPlan;
import ai.altertable.mcp.lakehouse.QueryPlan.Scan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/** Reads the answer of {@code EXPLAIN (FORMAT JSON)}. */
final class PlanReader {
  private PlanReader() {}

  static QueryPlan read(RowSet<Row> rows) {
    JsonArray plan = (JsonArray) rows.iterator().next().getJson(0);
    JsonObject root = plan.getJsonObject(0).getJsonObject("Plan");
    List<Scan> scans = new ArrayList<>();
    collect(root, scans);
    long estimatedRows = whole(root, "Plan Rows");
    return new QueryPlan(
        estimatedRows,
        root.getDouble("Total Cost", 0d),
        estimatedRows * whole(root, "Plan Width"),
        scans,
        plan);
  }

  private static void collect(JsonObject node, List<Scan> scans) {
    String relation = node.getString("Relation Name");
    if (relation != null) {
      String schema = node.getString("Schema");
      scans.add(
          new Scan(
              schema == null ? relation : schema + "." + relation,
              node.getString("Node Type"),
              whole(node, "Plan Rows"),
              node.getString("Filter", node.getString("Index Cond"))));
    }
    for (Object child : node.getJsonArray("Plans", new JsonArray())) {
      collect((JsonObject) child, scans);
    }
  }

  private static long whole(JsonObject node, String field) {
    return node.getNumber(field, 0).longValue();
  }
}
