package ai.altertable.mcp.bus;

import io.vertx.core.json.JsonObject;

/**
 * Revocations may have happened unheard on this node: whoever caches that a grant lives must forget
 * all of it and ask again.
 */
public record RevocationsMissed() {
  JsonObject toJson() {
    return new JsonObject();
  }

  static RevocationsMissed fromJson(JsonObject json) {
    return new RevocationsMissed();
  }
}
