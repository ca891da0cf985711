package ai.altertable.mcp.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
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

  private static final int ROWS_AT_A_TIME = 100;

  /** Records the product's own answers, so that both give the same. */
  static ReferenceData record(URI product, McpSession.Era era, List<McpSession> sessions)
      throws IOException, InterruptedException {
    McpSession session = sessions.get(0);
    JsonObject results = new JsonObject();
    for (Operation operation : Operation.of(era)) {
      JsonObject message = operation.message().apply(0);
      JsonObject call = message.getJsonObject("params", new JsonObject());
      String key = call.getString("name", message.getString("method"));
      if (!key.equals(Operation.QUERY)) {
        results.put(key, session.answer(product, message).getJsonObject("result"));
      }
    }
    JsonArray rows = new JsonArray();
    JsonObject page = new JsonObject();
    for (int first = 1; first <= Operation.KEYS; first += ROWS_AT_A_TIME) {
      JsonObject message = Operation.query(first, first, first + ROWS_AT_A_TIME - 1);
      page = session.answer(product, message).getJsonObject("result");
      rows.addAll(page.getJsonObject("structuredContent").getJsonArray("rows"));
    }
    String text = page.getJsonArray("content").getJsonObject(0).getString("text");
    JsonObject structured = page.getJsonObject("structuredContent").copy();
    structured.remove("rows");
    JsonObject query =
        new JsonObject().put("text", text.split("\n", 2)[0] + "\n").put("structured", structured);
    return new ReferenceData(
        sessions.stream().map(McpSession::token).toList(),
        results,
        query,
        structured.getJsonArray("columns"),
        rows);
  }

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
        .map(column -> column.getString("name") + " " + stored(column.getString("type")))
        .collect(Collectors.joining(", "));
  }

  /** The product names a type without its length, and {@code character} alone has length one. */
  private static String stored(String type) {
    return type.equals("character") ? "text" : type;
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
