package ai.altertable.mcp.conformance;

import io.vertx.core.json.JsonObject;

/** Content blocks that several fixtures share. */
final class Media {
  /** One pixel. */
  static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJg"
          + "gg==";

  /** One sample. */
  static final String WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAAAAA==";

  private Media() {}

  static JsonObject text(String text) {
    return new JsonObject().put("type", "text").put("text", text);
  }

  static JsonObject image() {
    return new JsonObject().put("type", "image").put("data", PNG).put("mimeType", "image/png");
  }

  static JsonObject audio() {
    return new JsonObject().put("type", "audio").put("data", WAV).put("mimeType", "audio/wav");
  }

  static JsonObject resource(String uri, String mimeType, String text) {
    return new JsonObject()
        .put("type", "resource")
        .put(
            "resource",
            new JsonObject().put("uri", uri).put("mimeType", mimeType).put("text", text));
  }
}
