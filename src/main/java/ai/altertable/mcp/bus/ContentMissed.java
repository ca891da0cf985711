package ai.altertable.mcp.bus;

import io.vertx.core.json.JsonObject;

/** Changes of content may have gone unheard on this node: who listens must look again. */
public record ContentMissed() {
  JsonObject toJson() {
    return new JsonObject();
  }

  static ContentMissed fromJson(JsonObject json) {
    return new ContentMissed();
  }
}
