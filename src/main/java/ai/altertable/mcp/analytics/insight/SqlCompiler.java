package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionFault;
import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.analytics.sql.Dialect;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills the variables of a statement in, as literals. */
public final class SqlCompiler {
  private static final String PATH = "$.variable_overrides.";

  private SqlCompiler() {}

  /**
   * @param overrides values by the variables' names, instead of their defaults
   * @throws DefinitionException when one is missing, of a wrong type, or not a variable
   */
  public static String compile(
      InsightDefinition.Sql definition, JsonObject overrides, Dialect dialect) {
    List<DefinitionFault> faults = new ArrayList<>();
    Map<String, String> literals = new HashMap<>();
    for (SqlVariable variable : definition.variables()) {
      Optional<Object> value =
          Optional.ofNullable(overrides.getValue(variable.name())).or(variable::value);
      Optional<String> literal =
          value.flatMap(given -> SqlVariable.literal(variable.type(), given, dialect));
      if (literal.isEmpty()) {
        String needs = value.isEmpty() ? "is required: " : "must be ";
        faults.add(new DefinitionFault(PATH + variable.name(), needs + variable.type().words()));
      }
      literals.put(variable.name(), literal.orElse(""));
    }
    for (String name : overrides.fieldNames()) {
      if (!literals.containsKey(name)) {
        faults.add(
            new DefinitionFault(
                PATH + name,
                "is not a variable of the insight."
                    + NearestNames.didYouMean(name, literals.keySet())));
      }
    }
    if (!faults.isEmpty()) {
      throw new DefinitionException(faults);
    }
    return literals.isEmpty()
        ? definition.statement()
        : new SqlTemplate(definition.statement()).filled(literals);
  }
}
