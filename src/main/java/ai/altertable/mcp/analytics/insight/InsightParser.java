package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionReader;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Reads the definition of an insight: {@code {"sql_definition": …, "sql_parameters": …}}, {@code
 * {"segmentation_definition": …}} and so on.
 */
public final class InsightParser {
  /** Kinds that can be parsed. */
  public static final List<String> KINDS =
      List.of("sql", "semantic", "segmentation", "funnel", "retention");

  private InsightParser() {}

  /**
   * @param kind one of {@link #KINDS}
   * @throws DefinitionException with every fault
   */
  public static InsightDefinition parse(String kind, JsonObject definition) {
    DefinitionReader reader = DefinitionReader.of("$", definition);
    DefinitionReader inner =
        reader.requiredObject(kind + "_definition", "an object, for kind " + kind);
    InsightDefinition parsed =
        switch (kind) {
          case "sql" -> SqlParser.parse(inner, reader.object("sql_parameters"));
          case "semantic" -> SemanticParser.parse(inner);
          case "segmentation" -> SegmentationParser.parse(inner);
          case "funnel" -> FunnelParser.parse(inner);
          case "retention" -> RetentionParser.parse(inner);
          default -> throw new IllegalArgumentException("unknown kind " + kind);
        };
    reader.refuseUnknown();
    reader.finish();
    return parsed;
  }
}
