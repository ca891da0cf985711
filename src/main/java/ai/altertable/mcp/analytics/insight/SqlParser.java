package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionReader;
import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.analytics.sql.Dialects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a {@code sql_definition} and {@code sql_parameters}; faults go to the reader. */
final class SqlParser {
  private static final int MAX_STATEMENT = 100_000;
  private static final int MAX_AXIS_COLUMNS = 20;
  private static final int MAX_VARIABLES = 50;

  private SqlParser() {}

  static InsightDefinition.Sql parse(
      DefinitionReader definition, Optional<DefinitionReader> parameters) {
    String statement = definition.text("statement", MAX_STATEMENT);
    Optional<String> catalog = definition.optionalText("catalog");
    List<SqlVariable> variables = variables(definition, new SqlTemplate(statement));
    definition.refuseUnknown();
    List<String> x =
        parameters.map(each -> each.texts("x_axis_columns", MAX_AXIS_COLUMNS)).orElse(List.of());
    List<String> y =
        parameters.map(each -> each.texts("y_axis_columns", MAX_AXIS_COLUMNS)).orElse(List.of());
    parameters.ifPresent(DefinitionReader::refuseUnknown);
    return new InsightDefinition.Sql(statement, catalog, variables, x, y);
  }

  private static List<SqlVariable> variables(DefinitionReader definition, SqlTemplate template) {
    Map<String, SqlVariable> variables = new LinkedHashMap<>();
    for (DefinitionReader each : definition.objects("variables", 0, MAX_VARIABLES)) {
      String name = each.text("name", EventParser.MAX_NAME);
      SqlVariable.Type type = each.choice("type", SqlVariable.Type.class, SqlVariable.Type.STRING);
      Optional<Object> value = each.value("default");
      if (value.isPresent()
          && SqlVariable.literal(type, value.get(), Dialects.of("postgres")).isEmpty()) {
        each.fault("default", "must be " + type.words());
      }
      each.refuseUnknown();
      if (variables.put(name, new SqlVariable(name, type, value)) != null) {
        each.fault("name", "must be unique; " + name + " is taken");
      }
    }
    for (String name : template.names()) {
      if (!variables.containsKey(name)) {
        definition.fault(
            "statement",
            "uses {{"
                + name
                + "}}, which is not in variables."
                + NearestNames.didYouMean(name, variables.keySet()));
      }
    }
    for (String name : template.quotedNames()) {
      if (variables.containsKey(name)) {
        definition.fault(
            "statement",
            "has {{"
                + name
                + "}} within quotes or a comment: write it without, the value is quoted");
      }
    }
    return List.copyOf(variables.values());
  }
}
