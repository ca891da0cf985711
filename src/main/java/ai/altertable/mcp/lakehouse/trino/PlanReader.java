package ai.altertable.mcp.lakehouse.trino;

import ai.altertable.mcp.lakehouse.QueryPlan;
import ai.altertable.mcp.lakehouse.QueryPlan.Scan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads the answer of {@code EXPLAIN (FORMAT JSON)}, where what is not known is NaN. */
final class PlanReader {
  private PlanReader() {}

  static QueryPlan read(String json) {
    JsonObject answer = TrinoJson.read(io.vertx.core.buffer.Buffer.buffer(json));
    // the whole plan, or a plan for each fragment
    JsonObject root = answer.containsKey("name") ? answer : answer.getJsonObject("0", answer);
    List<Scan> scans = new ArrayList<>();
    collect(root, scans);
    Double cost = number(root, "cpuCost");
    Double rows = number(root, "outputRowCount");
    Double bytes = number(root, "outputSizeInBytes");
    return new QueryPlan(
        whole(rows), cost, whole(bytes), scans, new JsonArray().add(withoutNaN(answer)));
  }

  private static void collect(JsonObject node, List<Scan> scans) {
    JsonObject descriptor = node.getJsonObject("descriptor", new JsonObject());
    if (descriptor.containsKey("table")) {
      scans.add(
          new Scan(
              descriptor.getString("table"),
              node.getString("name"),
              whole(number(node, "outputRowCount")),
              descriptor.getString("filterPredicate")));
    }
    for (Object child : node.getJsonArray("children", new JsonArray())) {
      collect((JsonObject) child, scans);
    }
  }

  private static Double number(JsonObject node, String field) {
    JsonArray estimates = node.getJsonArray("estimates", new JsonArray());
    Object value = estimates.isEmpty() ? null : estimates.getJsonObject(0).getValue(field);
    return value instanceof Number number && Double.isFinite(number.doubleValue())
        ? (Double) number.doubleValue()
        : null;
  }

  private static Long whole(Double number) {
    return number == null ? null : (Long) Math.round(number);
  }

  /** JSON has no NaN. */
  private static JsonObject withoutNaN(JsonObject node) {
    JsonObject copy = new JsonObject();
    node.forEach(entry -> copy.put(entry.getKey(), clean(entry.getValue())));
    return copy;
  }

  private static Object clean(Object value) {
    if (value instanceof JsonObject object) {
      return withoutNaN(object);
    }
    if (value instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(each -> copy.add(clean(each)));
      return copy;
    }
    return value instanceof Double number && !Double.isFinite(number) ? null : value;
  }
}
