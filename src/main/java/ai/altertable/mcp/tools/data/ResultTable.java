package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows in memory.
 *
 * @param rows arrays in the order of the columns
 */
record ResultTable(List<Column> columns, JsonArray rows) {

  /**
   * Only some columns, in the order asked.
   *
   * @throws ToolFault naming the columns there are when one is not there
   */
  ResultTable select(List<String> names) {
    List<Integer> indexes = names.stream().map(this::index).toList();
    JsonArray selected = new JsonArray();
    for (int i = 0; i < rows.size(); i++) {
      JsonArray row = rows.getJsonArray(i);
      JsonArray part = new JsonArray();
      indexes.forEach(index -> part.add(row.getValue(index)));
      selected.add(part);
    }
    return new ResultTable(indexes.stream().map(columns::get).toList(), selected);
  }

  /**
   * The index of the first column of that name.
   *
   * @throws ToolFault naming the columns there are when it is not there
   */
  int index(String name) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
      names.add(columns.get(i).name());
    }
    throw new ToolFault(
        "The result has no column \""
            + name
            + "\"."
            + NearestNames.didYouMean(name, names)
            + " Columns: "
            + String.join(", ", names));
  }
}
