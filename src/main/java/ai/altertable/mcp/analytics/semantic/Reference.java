package ai.altertable.mcp.analytics.semantic;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import java.util.List;

/**
 * Names a field of a model.
 *
 * @param path where in the definition, for faults
 * @param projection name of the dimension, measure, timestamp or filter
 * @param via foreign keys along which its table is reached; empty for the fewest joins
 */
public record Reference(String path, TableName table, String projection, List<String> via) {
  public Reference {
    requireNonNull(path, "path is null");
    requireNonNull(table, "table is null");
    requireNonNull(projection, "projection is null");
    via = List.copyOf(via);
  }
}
