package ai.altertable.mcp.tools.result;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryResult.TruncatedBy;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one answer, within the bounds on rows and characters.
 *
 * @param columns in order
 * @param rows arrays in the order of the columns
 * @param lines the same rows as text
 * @param truncatedBy what stopped the page, or null when it holds all there is
 */
public record ResultPage(
    List<Column> columns, JsonArray rows, List<String> lines, TruncatedBy truncatedBy) {
  public ResultPage {
    requireNonNull(rows, "rows is null");
    columns = List.copyOf(columns);
    lines = List.copyOf(lines);
  }

  /**
   * Cuts a page out of rows.
   *
   * @param from index of the first row, ≥ 0; beyond the end makes an empty page
   * @param limit most rows
   * @param maxCharacters most characters of the page's text
   * @throws ToolFault when the first row alone is larger than that
   */
  public static ResultPage cut(
      List<Column> columns, JsonArray rows, long from, int limit, int maxCharacters) {
    JsonArray page = new JsonArray();
    List<String> lines = new ArrayList<>();
    long characters = RowText.header(columns).length();
    int start = (int) Math.min(from, rows.size());
    for (int i = start; i < rows.size(); i++) {
      if (page.size() == limit) {
        return new ResultPage(columns, page, lines, TruncatedBy.ROWS);
      }
      String line = RowText.row(rows.getJsonArray(i));
      characters += line.length() + 1;
      if (characters > maxCharacters) {
        requireOne(page, maxCharacters);
        return new ResultPage(columns, page, lines, TruncatedBy.BYTES);
      }
      page.add(rows.getJsonArray(i));
      lines.add(line);
    }
    return new ResultPage(columns, page, lines, null);
  }

  public int size() {
    return rows.size();
  }

  /** The header line and the rows, fenced. */
  public String text() {
    return Fence.around(RowText.header(columns) + "\n" + String.join("\n", lines));
  }

  private static void requireOne(JsonArray page, int maxCharacters) {
    if (page.isEmpty()) {
      throw new ToolFault(
          "One row alone has more than "
              + maxCharacters
              + " characters. Select fewer columns, or parts of them: left(column, 1000).");
    }
  }
}
