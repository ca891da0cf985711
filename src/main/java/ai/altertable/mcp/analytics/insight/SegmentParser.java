package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionFault;
import ai.altertable.mcp.analytics.DefinitionReader;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.List;

/**
 * Reads the definition of a segment: {@code {"filters": […]}}, as an audience has them, and maybe
 * the {@code timezone} of their periods and the {@code catalog}.
 */
public final class SegmentParser {
  private SegmentParser() {}

  /**
   * @param slug as saved; empty while it is not, then faults are placed in {@code $}
   * @throws DefinitionException with every fault
   */
  public static UserSegment parse(String slug, int version, JsonObject definition) {
    DefinitionReader reader = DefinitionReader.of(slug.isEmpty() ? "$" : slug, definition);
    ZoneId zone = FrameParser.zone(reader);
    List<Audience.Condition> conditions = EventParser.conditions(reader, 1, zone);
    UserSegment segment =
        new UserSegment(slug, version, reader.optionalText("catalog"), conditions);
    reader.refuseUnknown();
    reader.finish();
    List<DefinitionFault> nested =
        conditions.stream()
            .flatMap(Audience.Condition::segments)
            .map(
                use ->
                    new DefinitionFault(use.path(), "cannot stand in a segment: name its filters"))
            .toList();
    if (!nested.isEmpty()) {
      throw new DefinitionException(nested);
    }
    return segment;
  }
}
