package ai.altertable.mcp.charts;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryResult;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An insight that was run.
 *
 * @param title for people
 * @param visualization that was asked for: {@code line}, {@code bar}, …
 * @param asOf the time it was answered as of
 * @param formats of columns, by name: {@code currency:EUR}; those without are plain numbers
 * @param result its rows
 */
public record Executed(
    String title,
    String visualization,
    InsightDefinition definition,
    Instant asOf,
    Map<String, String> formats,
    QueryResult result) {
  public Executed {
    requireNonNull(title, "title is null");
    requireNonNull(visualization, "visualization is null");
    requireNonNull(definition, "definition is null");
    requireNonNull(asOf, "asOf is null");
    requireNonNull(result, "result is null");
    formats = Map.copyOf(formats);
  }

  List<Column> columns() {
    return result.columns();
  }

  JsonArray rows() {
    return result.rows();
  }

  boolean truncated() {
    return result.more().truncated();
  }

  Unit unit(Column column) {
    return Optional.ofNullable(formats.get(column.name())).map(Unit::ofFormat).orElse(Unit.NUMBER);
  }

  /** The index of a column, or -1. */
  int column(String name) {
    for (int i = 0; i < columns().size(); i++) {
      if (columns().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The columns that begin with {@code breakdown_}, and {@code segment} before them. */
  List<Integer> labels() {
    return IntStream.range(0, columns().size())
        .filter(
            i ->
                columns().get(i).name().equals("segment")
                    || columns().get(i).name().startsWith("breakdown_"))
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
