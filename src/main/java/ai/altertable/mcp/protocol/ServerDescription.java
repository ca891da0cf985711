package ai.altertable.mcp.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What the server says of itself. The JSON values are shared: not to be changed.
 *
 * @param info MCP {@code Implementation}: name, title, version
 * @param capabilities exactly what answers
 * @param instructions for the model
 */
public record ServerDescription(JsonObject info, JsonObject capabilities, String instructions) {
  private static final long DISCOVERY_TTL_MILLIS = 3_600_000;

  public ServerDescription {
    requireNonNull(info, "info is null");
    requireNonNull(capabilities, "capabilities is null");
    requireNonNull(instructions, "instructions is null");
  }

  /**
   * The result of {@code server/discover} (revision 2026-07-28); the same for every caller.
   *
   * @param modern capabilities that stateless clients have besides
   */
  public JsonObject discovery(JsonObject modern) {
    return ModernResult.cacheable(
        new JsonObject()
            .put("supportedVersions", new JsonArray(ProtocolVersion.modernNames()))
            .put("capabilities", capabilities.copy().mergeIn(modern, true))
            .put("instructions", instructions),
        info,
        DISCOVERY_TTL_MILLIS,
        true);
  }
}
