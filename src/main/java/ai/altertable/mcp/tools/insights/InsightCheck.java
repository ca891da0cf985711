package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionFault;
import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.analytics.insight.InsightDefinition;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.QueryResult;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Checks a definition against the real tables before it is saved. */
final class InsightCheck {
  private final InsightRunner runner;

  InsightCheck(InsightRunner runner) {
    this.runner = runner;
  }

  /** Fails with what is wrong; what it compiles to now when nothing is. */
  Future<InsightRunner.Compiled> check(ToolContext context, InsightDefinition definition) {
    return runner
        .compile(context, definition)
        .compose(compiled -> check(context, definition, compiled).map(compiled));
  }

  private Future<Void> check(
      ToolContext context, InsightDefinition definition, InsightRunner.Compiled compiled) {
    if (definition instanceof InsightDefinition.Sql sql
        && !(sql.x().isEmpty() && sql.y().isEmpty())) {
      return runner.run(context, compiled, 1, false).map(result -> checkAxes(sql, result));
    }
    return runner.validate(context, compiled);
  }

  private static Void checkAxes(InsightDefinition.Sql sql, QueryResult result) {
    List<String> columns = result.columns().stream().map(Column::name).toList();
    List<DefinitionFault> faults = new ArrayList<>();
    addMissing(faults, "$.sql_parameters.x_axis_columns", sql.x(), columns);
    addMissing(faults, "$.sql_parameters.y_axis_columns", sql.y(), columns);
    if (!faults.isEmpty()) {
      throw new DefinitionException(faults);
    }
    return null;
  }

  private static void addMissing(
      List<DefinitionFault> faults, String path, List<String> wanted, List<String> columns) {
    for (String name : wanted) {
      if (!columns.contains(name)) {
        String text =
            "names \""
                + name
                + "\", which the statement does not return."
                + NearestNames.didYouMean(name, columns)
                + " It returns: "
                + String.join(", ", columns);
        faults.add(new DefinitionFault(path, text));
      }
    }
  }
}
