package ai.altertable.mcp.protocol;

import io.vertx.core.json.JsonObject;

/** What revision 2026-07-28 adds to results. */
public final class ModernResult {
  private ModernResult() {}

  /**
   * A finished result: {@code resultType} and the server's name are added to it.
   *
   * @param serverInfo MCP {@code Implementation}
   */
  public static JsonObject complete(JsonObject result, JsonObject serverInfo) {
    JsonObject meta = result.getJsonObject(Meta.META, new JsonObject());
    return result
        .put("resultType", "complete")
        .put(Meta.META, meta.put(Meta.SERVER_INFO, serverInfo));
  }

  /**
   * A finished result that clients may keep.
   *
   * @param ttlMillis how long it stays fresh
   * @param shared whether it is the same for every caller
   */
  public static JsonObject cacheable(
      JsonObject result, JsonObject serverInfo, long ttlMillis, boolean shared) {
    return complete(result, serverInfo)
        .put("ttlMs", ttlMillis)
        .put("cacheScope", shared ? "public" : "private");
  }
}
