package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

/** The compact text of described tables: a line for each table, a line for each profiled column. */
public final class CatalogText {
  private static final int MAX_COMMENT = 200;

  private CatalogText() {}

  public static String of(JsonObject table) {
    StringBuilder text = new StringBuilder();
    text.append(table.getString("schema")).append('.').append(table.getString("name"));
    text.append(" [").append(table.getString("kind"));
    Long rows = table.getLong("estimated_rows");
    text.append(rows == null ? "" : ", ~" + rows + " rows");
    text.append(table.containsKey("model") ? ", model " + table.getString("model") : "");
    text.append(table.getBoolean("sampled", false) ? ", SAMPLED" : "");
    text.append(
        table.containsKey("not_profiled")
            ? ", " + table.getInteger("not_profiled") + " columns NOT profiled"
            : "");
    String endorsement = table.getString("endorsement");
    text.append(endorsement == null ? "" : " " + endorsement).append(']');
    appendComment(text, table);
    if (table.containsKey("columns")) {
      text.append("\n  ").append(columns(table.getJsonArray("columns")));
    }
    appendFields(text, table, "dimensions");
    appendFields(text, table, "measures");
    appendFields(text, table, "relations");
    return text.toString();
  }

  private static String columns(JsonArray columns) {
    boolean oneEach = columns.stream().anyMatch(each -> !isShort((JsonObject) each));
    return columns.stream()
        .map(each -> column((JsonObject) each))
        .collect(Collectors.joining(oneEach ? "\n  " : ", "));
  }

  private static boolean isShort(JsonObject column) {
    return !column.containsKey("profile") && !column.containsKey("comment");
  }

  private static String column(JsonObject column) {
    StringBuilder text = new StringBuilder(column.getString("name"));
    text.append(' ').append(column.getString("type"));
    text.append(column.getBoolean("nullable") ? "" : " NOT NULL");
    appendComment(text, column);
    JsonObject profile = column.getJsonObject("profile");
    if (profile != null) {
      text.append(": nulls ").append(profile.getValue("null_rate"));
      text.append(", distinct ").append(profile.getValue("distinct"));
      if (profile.getValue("min") != null) {
        text.append(", ").append(Fence.line(profile.getString("min"), MAX_COMMENT));
        text.append(" … ").append(Fence.line(profile.getString("max"), MAX_COMMENT));
      }
      JsonArray frequent = profile.getJsonArray("frequent");
      if (frequent != null) {
        text.append(", frequent ").append(Fence.line(frequent.encode(), 2 * MAX_COMMENT));
      }
    }
    return text.toString();
  }

  private static void appendComment(StringBuilder text, JsonObject described) {
    String comment = described.getString("comment");
    text.append(comment == null ? "" : " -- " + Fence.line(comment, MAX_COMMENT));
  }

  private static void appendFields(StringBuilder text, JsonObject table, String name) {
    JsonArray fields = table.getJsonArray(name, new JsonArray());
    if (!fields.isEmpty()) {
      text.append("\n  ").append(name).append(": ");
      text.append(
          fields.stream()
              .map(each -> Fence.line(((JsonObject) each).encode(), 2 * MAX_COMMENT))
              .collect(Collectors.joining(", ")));
    }
  }
}
