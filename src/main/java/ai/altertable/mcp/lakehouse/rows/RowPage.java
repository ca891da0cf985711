package ai.altertable.mcp.lakehouse.rows;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryResult.TruncatedBy;
import ai.altertable.mcp.platform.JsonText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** Rows of one result: those of the page, then those kept for later, both within bounds. */
final class RowPage {
  private final Bounds bounds;
  private final List<JsonArray> page = new ArrayList<>();
  private List<Column> columns = List.of();
  private final Buffer packed = Buffer.buffer();
  private long pageCharacters;
  private long keptCharacters;
  private int keptRows;
  private TruncatedBy full;
  private JsonArray oversized;
  private boolean accepting = true;

  /**
   * How much is taken.
   *
   * @param rows of the page
   * @param characters of the page: values and JSON's punctuation
   * @param keptRows beyond the page
   * @param keptCharacters beyond the page
   */
  record Bounds(int rows, int characters, int keptRows, int keptCharacters) {}

  RowPage(Bounds bounds) {
    this.bounds = bounds;
  }

  /** What the rows to come consist of. */
  void describe(List<Column> names) {
    columns = names;
  }

  List<Column> columns() {
    return columns;
  }

  /** Takes a row; false when no further one is wanted. */
  boolean take(JsonArray row) {
    if (!accepting) {
      return false;
    }
    Buffer text = JsonText.buffer(row);
    if (full == null && fits(text.length())) {
      page.add(row);
      pageCharacters += text.length();
      append(text);
    } else if (page.isEmpty()) {
      oversized = row;
      accepting = false;
    } else if (keptRows < bounds.keptRows()
        && keptCharacters + text.length() <= bounds.keptCharacters()) {
      keptRows++;
      keptCharacters += text.length();
      append(text);
    } else {
      accepting = false;
    }
    return accepting;
  }

  private boolean fits(int characters) {
    if (page.size() >= bounds.rows()) {
      full = TruncatedBy.ROWS;
    } else if (pageCharacters + characters > bounds.characters()) {
      full = TruncatedBy.BYTES;
    }
    return full == null;
  }

  private void append(Buffer row) {
    if (bounds.keptRows() > 0) {
      packed.appendString(packed.length() == 0 ? "[" : ",").appendBuffer(row);
    }
  }

  /** Takes no more because time is up. */
  void timeUp() {
    accepting = false;
    if (full == null) {
      full = TruncatedBy.TIME;
    }
  }

  List<JsonArray> page() {
    return page;
  }

  /** Why the page ends before the result does; null while it does not. */
  TruncatedBy full() {
    return full;
  }

  /** The row that no page can hold, or null. */
  JsonArray oversized() {
    return oversized;
  }

  boolean keeps() {
    return keptRows > 0;
  }

  /** Whether nothing was left out beyond what is kept. */
  boolean complete() {
    return accepting;
  }

  /** The page and the rows kept beyond it, a JSON array of arrays. */
  Buffer kept() {
    return packed.appendString("]");
  }
}
