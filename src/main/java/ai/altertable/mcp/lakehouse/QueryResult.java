package ai.altertable.mcp.lakehouse;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.List;

/**
 * A page of rows, honest about what it leaves out.
 *
 * @param queryId names this run in logs and in the database's own statistics
 * @param catalog where it ran
 * @param columns in order
 * @param rows arrays in the order of the columns. Integers beyond 2^53, decimals, NaN and
 *     infinities are strings that keep every digit; timestamps are ISO 8601; bytea is base64; JSON,
 *     arrays and composites are JSON
 * @param elapsedMillis wall time
 * @param asOf the snapshot's time
 * @param more what was left out; {@link More#NONE} when nothing
 */
public record QueryResult(
    String queryId,
    String catalog,
    List<Column> columns,
    JsonArray rows,
    long elapsedMillis,
    Instant asOf,
    More more) {
  public QueryResult {
    requireNonNull(queryId, "queryId is null");
    requireNonNull(rows, "rows is null");
    requireNonNull(more, "more is null");
    columns = List.copyOf(columns);
  }

  /** What stopped the page. */
  public enum TruncatedBy {
    ROWS,
    BYTES,
    TIME
  }

  /**
   * What a page leaves out.
   *
   * @param truncatedBy why it stopped, or null when it is complete
   * @param nextOffset the offset of the first row left out, or null when there is none
   * @param resultHandle for {@code read_result}, or null when nothing was kept
   */
  public record More(TruncatedBy truncatedBy, Long nextOffset, String resultHandle) {
    public static final More NONE = new More(null, null, null);

    public boolean truncated() {
      return truncatedBy != null;
    }
  }
}
