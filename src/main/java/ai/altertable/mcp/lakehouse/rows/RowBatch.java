package ai.altertable.mcp.lakehouse.rows;

import io.vertx.core.json.JsonArray;
import java.util.List;

/** Some rows of a result, as {@link RowCursor} gives them. Reading them may cost time. */
public interface RowBatch {
  int size();

  default boolean isEmpty() {
    return size() == 0;
  }

  /** In the form of {@link ai.altertable.mcp.lakehouse.QueryResult}. */
  List<JsonArray> rows();

  /** The same values, given one by one. */
  void each(CellSink sink);

  /** Rows that are in that form already. */
  static RowBatch of(List<JsonArray> rows) {
    return new JsonRows(rows);
  }
}
