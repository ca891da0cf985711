package ai.altertable.mcp.tools.insights;

import ai.altertable.mcp.analytics.insight.InsightParser;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The definition that arguments hold.
 *
 * @param kind as given, or that of the only definition, which is how the older tools for one kind
 *     are called
 */
record GivenInsight(String kind, JsonObject definition) {
  /**
   * @throws ToolFault when it is not clear which kind is meant
   */
  static GivenInsight read(ToolArguments arguments) {
    List<String> given =
        InsightParser.KINDS.stream()
            .filter(kind -> arguments.json().containsKey(InsightSchemas.part(kind)))
            .toList();
    String kind = arguments.optionalText("kind").orElse(given.size() == 1 ? given.get(0) : null);
    if (kind == null) {
      throw new ToolFault(
          "Give $.kind and the definition of that kind, for example $.funnel_definition.");
    }
    for (String other : given) {
      if (!other.equals(kind)) {
        throw new ToolFault(
            "$.%s_definition cannot be given for an insight of kind %s.".formatted(other, kind));
      }
    }
    return new GivenInsight(kind, InsightSchemas.definition(arguments.json()));
  }

  /**
   * The definition with another time in it.
   *
   * @param arguments may have {@code from}, {@code to} and {@code interval}
   * @throws ToolFault when the kind has no time
   */
  GivenInsight at(ToolArguments arguments) {
    List<String> given =
        List.of("from", "to", "interval").stream().filter(arguments.json()::containsKey).toList();
    if (given.isEmpty()) {
      return this;
    }
    if (kind.equals("sql")) {
      throw new ToolFault(
          "$."
              + given.get(0)
              + " does not apply to kind sql: use variables in the statement and"
              + " $.variable_overrides.");
    }
    JsonObject changed = definition.copy();
    if (changed.getValue(InsightSchemas.part(kind)) instanceof JsonObject inner) {
      for (String name : given) {
        inner.put(name, arguments.json().getValue(name));
        if (!name.equals("interval")) {
          inner.remove("timeframe");
        }
      }
    }
    return new GivenInsight(kind, changed);
  }
}
