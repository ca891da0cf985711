package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.charts.ChartPainter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Charts and their data for pages: a picture that needs no script, and the chart for the script
 * that draws it again, better.
 */
final class Pictures {
  private static final int MOST_ROWS = 200;

  private final ChartPainter painter;

  Pictures(ChartPainter painter) {
    this.painter = painter;
  }

  /**
   * The model of the partial {@code chart}.
   *
   * @param chart of render_insight
   * @param width of the picture, in pixels
   */
  Future<Map<String, Object>> chart(JsonObject chart, int width) {
    if (chart.getString("kind").equals("table")) {
      return Future.succeededFuture(Map.of("notes", chart.getJsonArray("notes").getList()));
    }
    return painter
        .svg(chart, width)
        .map(
            svg ->
                Map.<String, Object>of(
                    "svg", svg, "json", inScript(chart), "kind", chart.getString("kind")))
        // a page with numbers and no picture is better than none
        .otherwise(failure -> Map.of("undrawn", true, "notes", List.of()));
  }

  /**
   * The model of the partial {@code rows}.
   *
   * @param result with {@code columns} and {@code rows}
   */
  static Map<String, Object> rows(JsonObject result) {
    JsonArray columns = result.getJsonArray("columns");
    JsonArray rows = result.getJsonArray("rows");
    List<Map<String, Object>> lines =
        IntStream.range(0, Math.min(rows.size(), MOST_ROWS))
            .mapToObj(i -> Map.<String, Object>of("cells", cells(columns, rows.getJsonArray(i))))
            .toList();
    Map<String, Object> model = new HashMap<>();
    model.put(
        "columns",
        IntStream.range(0, columns.size())
            .mapToObj(i -> columns.getJsonObject(i).getString("name"))
            .toList());
    model.put("rows", lines);
    model.put("count", rows.size());
    model.put("more", rows.size() > lines.size() || result.getBoolean("truncated", false));
    return model;
  }

  private static List<Map<String, Object>> cells(JsonArray columns, JsonArray row) {
    List<Map<String, Object>> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.getValue(i);
      cells.add(
          Map.of(
              "label",
              columns.getJsonObject(i).getString("name"),
              "text",
              value == null ? "" : String.valueOf(value),
              "number",
              value instanceof Number));
    }
    return cells;
  }

  /** JSON within a script element: nothing in it may end the element. */
  private static String inScript(JsonObject chart) {
    return chart.encode().replace("<", "\\u003c");
  }
}
