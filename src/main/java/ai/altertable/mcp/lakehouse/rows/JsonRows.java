package ai.altertable.mcp.lakehouse.rows;

import io.vertx.core.json.JsonArray;
import java.util.List;

/** Rows that an engine's driver made objects of. */
record JsonRows(List<JsonArray> rows) implements RowBatch {
  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public void each(CellSink sink) {
    for (JsonArray row : rows) {
      for (Object value : (List<?>) row.getList()) {
        if (value == null) {
          sink.nothing();
        } else {
          sink.value(value);
        }
      }
      sink.endRow();
    }
  }
}
