package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionReader;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Reads the definition of an insight: {@code {"sql_definition": …, "sql_parameters": …}} or {@code
 * {"segmentation_definition": …}}.
 */
public final class InsightParser {
  /** Kinds that can be parsed. */
  public static final List<String> KINDS = List.of("sql", "segmentation");

  private static final int MAX_STATEMENT = 100_000;
  private static final int MAX_AXIS_COLUMNS = 20;

  private InsightParser() {}

  /**
   * @param kind one of {@link #KINDS}
   * @throws DefinitionException with every fault
   */
  public static InsightDefinition parse(String kind, JsonObject definition) {
    DefinitionReader reader = DefinitionReader.of("$", definition);
    InsightDefinition parsed =
        switch (kind) {
          case "sql" -> sql(reader);
          case "segmentation" -> segmentation(reader);
          default -> throw new IllegalArgumentException("unknown kind " + kind);
        };
    reader.refuseUnknown();
    reader.finish();
    return parsed;
  }

  private static InsightDefinition sql(DefinitionReader reader) {
    if (!reader.has("sql_definition")) {
      reader.fault("sql_definition", "is required for kind sql");
    }
    DefinitionReader definition = reader.object("sql_definition").orElse(empty());
    String statement = definition.text("statement", MAX_STATEMENT);
    Optional<String> catalog = definition.optionalText("catalog");
    definition.refuseUnknown();
    DefinitionReader parameters = reader.object("sql_parameters").orElse(empty());
    List<String> x = parameters.texts("x_axis_columns", MAX_AXIS_COLUMNS);
    List<String> y = parameters.texts("y_axis_columns", MAX_AXIS_COLUMNS);
    parameters.refuseUnknown();
    return new InsightDefinition.Sql(statement, catalog, x, y);
  }

  private static InsightDefinition segmentation(DefinitionReader reader) {
    if (!reader.has("segmentation_definition")) {
      reader.fault("segmentation_definition", "is required for kind segmentation");
    }
    DefinitionReader definition = reader.object("segmentation_definition").orElse(empty());
    return new InsightDefinition.Segments(SegmentationParser.parse(definition));
  }

  /** Stands in for a missing object, whose absence is a fault already or none. */
  private static DefinitionReader empty() {
    return DefinitionReader.of("$", new JsonObject());
  }
}
