package ai.altertable.mcp.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What the server says of itself. The JSON values are shared: not to be changed.
 *
 * @param info MCP {@code Implementation}: name, title, version; said with every result
 * @param icons of the server, said once
 * @param capabilities exactly what answers
 * @param instructions for the model
 */
public record ServerDescription(
    JsonObject info, JsonArray icons, JsonObject capabilities, String instructions) {
  private static final long DISCOVERY_TTL_MILLIS = 3_600_000;
  private static final List<String> NEWS = List.of("listChanged", "subscribe");

  public ServerDescription {
    requireNonNull(info, "info is null");
    requireNonNull(icons, "icons is null");
    requireNonNull(capabilities, "capabilities is null");
    requireNonNull(instructions, "instructions is null");
  }

  /** MCP {@code Implementation}, whole. */
  public JsonObject introduction() {
    return info.copy().put("icons", icons);
  }

  /**
   * The result of {@code server/discover} (revision 2026-07-28) for a client with a token.
   *
   * @param modern capabilities that stateless clients have besides
   */
  public JsonObject discovery(JsonObject modern) {
    return discovered(capabilities.copy().mergeIn(modern, true), DISCOVERY_TTL_MILLIS);
  }

  /**
   * The same before sign-in: without the promise of news. Clients start to listen for news at once,
   * beside their first request; both would be challenged, and two sign-ins at a time overwrite each
   * other. Not to be kept: after sign-in there is more.
   *
   * @param modern capabilities that stateless clients have besides
   */
  public JsonObject discoveryWithoutNews(JsonObject modern) {
    JsonObject quiet = capabilities.copy().mergeIn(modern, true);
    for (String feature : List.of("tools", "prompts", "resources")) {
      JsonObject options = quiet.getJsonObject(feature);
      NEWS.forEach(options::remove);
    }
    return discovered(quiet, 0);
  }

  private JsonObject discovered(JsonObject announced, long ttlMillis) {
    return ModernResult.cacheable(
        new JsonObject()
            .put("supportedVersions", new JsonArray(ProtocolVersion.modernNames()))
            .put("capabilities", announced)
            .put("instructions", instructions),
        introduction(),
        ttlMillis,
        false);
  }
}
