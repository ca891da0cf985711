package ai.altertable.mcp.tools.insights;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.analytics.insight.InsightDefinition;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * What is asked of the data.
 *
 * @param variables values for the variables of a statement, instead of their defaults
 * @param now the time to answer as of
 */
record InsightQuestion(InsightDefinition definition, JsonObject variables, Instant now) {
  InsightQuestion {
    requireNonNull(definition, "definition is null");
    requireNonNull(variables, "variables is null");
    requireNonNull(now, "now is null");
  }
}
