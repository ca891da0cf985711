package ai.altertable.mcp.conformance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Requests to clients. */
final class Requests {
  private Requests() {}

  static JsonObject sampling(String prompt, int maxTokens) {
    return request(
        "sampling/createMessage",
        new JsonObject()
            .put(
                "messages",
                new JsonArray()
                    .add(new JsonObject().put("role", "user").put("content", Media.text(prompt))))
            .put("maxTokens", maxTokens));
  }

  static JsonObject elicitation(String message, JsonObject schema) {
    return request(
        "elicitation/create",
        new JsonObject().put("message", message).put("requestedSchema", schema));
  }

  static JsonObject roots() {
    return request("roots/list", new JsonObject());
  }

  private static JsonObject request(String method, JsonObject params) {
    return new JsonObject().put("method", method).put("params", params);
  }
}
