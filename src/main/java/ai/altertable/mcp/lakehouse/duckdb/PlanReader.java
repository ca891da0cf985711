package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.lakehouse.QueryPlan;
import ai.altertable.mcp.lakehouse.QueryPlan.Scan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads DuckDB's plans, which tell estimated rows of operators, and no cost. */
final class PlanReader {
  private PlanReader() {}

  static QueryPlan read(String json) {
    JsonArray plan = new JsonArray(json);
    List<Scan> scans = new ArrayList<>();
    plan.forEach(node -> collect((JsonObject) node, scans));
    Long rows = plan.isEmpty() ? null : estimate(plan.getJsonObject(0));
    return new QueryPlan(rows, null, null, scans, plan);
  }

  private static void collect(JsonObject node, List<Scan> scans) {
    JsonObject extra = node.getJsonObject("extra_info", new JsonObject());
    if (node.getJsonArray("children", new JsonArray()).isEmpty()) {
      Object filters = extra.getValue("Filters");
      scans.add(
          new Scan(
              String.valueOf(extra.getValue("Function", node.getString("name"))),
              node.getString("name").strip(),
              estimate(node),
              filters == null ? null : filters.toString()));
    }
    for (Object child : node.getJsonArray("children", new JsonArray())) {
      collect((JsonObject) child, scans);
    }
  }

  /** The first estimate from the top: operators that keep the rows of the one below tell none. */
  private static Long estimate(JsonObject node) {
    Object estimate =
        node.getJsonObject("extra_info", new JsonObject()).getValue("Estimated Cardinality");
    if (estimate != null && estimate.toString().matches("[0-9]{1,18}")) {
      return Long.parseLong(estimate.toString());
    }
    JsonArray children = node.getJsonArray("children", new JsonArray());
    return children.isEmpty() ? null : estimate(children.getJsonObject(0));
  }
}
