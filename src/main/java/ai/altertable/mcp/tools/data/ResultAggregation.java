package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One aggregate over rows in memory, grouped by some columns.
 *
 * @param function what is computed
 * @param column of the values, or -1 when rows are counted
 * @param groups columns that group
 */
record ResultAggregation(Function function, int column, List<Integer> groups) {
  private static final Set<String> NUMERIC =
      Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision");
  static final Schema SCHEMA =
      Schema.object()
          .describe("One aggregate over all kept rows")
          .required(
              "function", Schema.choice("count", "count_distinct", "sum", "avg", "min", "max"))
          .optional("column", Schema.text().describe("Needed but for count"))
          .optional("group_by", Schema.list(Schema.text()).items(0, 10));

  /** Functions, by their upper-case names. */
  enum Function {
    COUNT,
    COUNT_DISTINCT,
    SUM,
    AVG,
    MIN,
    MAX
  }

  /**
   * @param json that passed {@link #SCHEMA}
   * @throws ToolFault when a column is missing
   */
  static ResultAggregation parse(JsonObject json, ResultTable table) {
    Function function = Function.valueOf(json.getString("function").toUpperCase(Locale.ROOT));
    String column = json.getString("column");
    if (column == null && function != Function.COUNT) {
      throw new ToolFault("$.aggregate.column is required for " + json.getString("function") + ".");
    }
    List<Integer> groups = new ArrayList<>();
    for (Object name : json.getJsonArray("group_by", new JsonArray())) {
      groups.add(table.index((String) name));
    }
    return new ResultAggregation(function, column == null ? -1 : table.index(column), groups);
  }

  /** Groups in the order of their first row, the aggregate as last column. */
  ResultTable apply(ResultTable table) {
    boolean numeric = column >= 0 && NUMERIC.contains(table.columns().get(column).type());
    Map<List<Object>, Accumulator> accumulators = new LinkedHashMap<>();
    if (groups.isEmpty()) {
      accumulators.put(List.of(), new Accumulator(function, numeric));
    }
    for (int i = 0; i < table.rows().size(); i++) {
      JsonArray row = table.rows().getJsonArray(i);
      List<Object> key = new ArrayList<>();
      groups.forEach(group -> key.add(row.getValue(group)));
      accumulators
          .computeIfAbsent(key, first -> new Accumulator(function, numeric))
          .add(column < 0 ? Boolean.TRUE : row.getValue(column));
    }
    JsonArray rows = new JsonArray();
    accumulators.forEach(
        (key, accumulator) ->
            rows.add(new JsonArray(new ArrayList<>(key)).add(accumulator.value())));
    return new ResultTable(columns(table), rows);
  }

  private List<Column> columns(ResultTable table) {
    List<Column> columns = new ArrayList<>();
    groups.forEach(group -> columns.add(table.columns().get(group)));
    String of = column < 0 ? "" : "_" + table.columns().get(column).name();
    String type =
        function == Function.COUNT || function == Function.COUNT_DISTINCT ? "bigint" : "numeric";
    boolean ofValues = function == Function.MIN || function == Function.MAX;
    columns.add(
        new Column(
            function.name().toLowerCase(Locale.ROOT) + of,
            ofValues ? table.columns().get(column).type() : type,
            true,
            ""));
    return columns;
  }
}
