package ai.altertable.mcp.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the bare server needs to give the product's answers.
 *
 * @param tokens it accepts
 * @param results by method, or tool of a {@code tools/call}: answers that never change
 * @param query a query's result, of which the bare server replaces the rows
 * @param columns of the table, {@code name} and {@code type}
 * @param rows of the table, arrays in the order of the columns
 */
record ReferenceData(
    List<String> tokens, JsonObject results, JsonObject query, JsonArray columns, JsonArray rows) {

  JsonObject toJson() {
    return new JsonObject()
        .put("tokens", new JsonArray(tokens))
        .put("results", results)
        .put("query", query)
        .put("columns", columns)
        .put("rows", rows);
  }

  static ReferenceData fromJson(JsonObject json) {
    return new ReferenceData(
        json.getJsonArray("tokens").stream().map(String.class::cast).toList(),
        json.getJsonObject("results"),
        json.getJsonObject("query"),
        json.getJsonArray("columns"),
        json.getJsonArray("rows"));
  }

  /** For {@code CREATE TABLE}. */
  String columnDefinitions() {
    return columns.stream()
        .map(JsonObject.class::cast)
        .map(column -> column.getString("name") + " " + column.getString("type"))
        .collect(Collectors.joining(", "));
  }

  /** The rows as objects. */
  JsonArray records() {
    JsonArray records = new JsonArray();
    for (int r = 0; r < rows.size(); r++) {
      JsonArray row = rows.getJsonArray(r);
      JsonObject object = new JsonObject();
      IntStream.range(0, row.size())
          .forEach(c -> object.put(columns.getJsonObject(c).getString("name"), row.getValue(c)));
      records.add(object);
    }
    return records;
  }
}
