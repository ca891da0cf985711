package ai.altertable.mcp.charts;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.lakehouse.Column;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An insight that was run.
 *
 * @param title for people
 * @param visualization that was asked for: {@code line}, {@code bar}, …
 * @param asOf the time it was answered as of
 * @param columns of the result
 * @param rows arrays in the order of the columns
 * @param truncated whether there are more rows
 */
public record Executed(
    String title,
    String visualization,
    InsightDefinition definition,
    Instant asOf,
    List<Column> columns,
    JsonArray rows,
    boolean truncated) {
  public Executed {
    requireNonNull(title, "title is null");
    requireNonNull(visualization, "visualization is null");
    requireNonNull(definition, "definition is null");
    requireNonNull(asOf, "asOf is null");
    requireNonNull(rows, "rows is null");
    columns = List.copyOf(columns);
  }

  /** The index of a column, or -1. */
  int column(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The columns that begin with {@code breakdown_}, and {@code segment} before them. */
  List<Integer> labels() {
    return IntStream.range(0, columns.size())
        .filter(
            i ->
                columns.get(i).name().equals("segment")
                    || columns.get(i).name().startsWith("breakdown_"))
        .boxed()
        .toList();
  }

  /** What the label columns of a row say, joined; empty when there are none. */
  String label(JsonArray row) {
    StringBuilder label = new StringBuilder();
    for (int column : labels()) {
      String part = Values.name(row.getValue(column));
      if (!part.equals("(all)")) {
        label.append(label.isEmpty() ? "" : " · ").append(part);
      }
    }
    return label.toString();
  }
}
