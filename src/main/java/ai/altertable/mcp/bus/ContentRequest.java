package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * Asks for resources, prompts or completions.
 *
 * @param method the MCP method: {@code resources/list}, {@code resources/templates/list}, {@code
 *     resources/read}, {@code prompts/list}, {@code prompts/get}, {@code completion/complete}
 * @param params as the client sent them, without {@code _meta}; not validated yet
 */
public record ContentRequest(
    String method, JsonObject params, Caller caller, Interaction interaction) {
  public ContentRequest {
    requireNonNull(method, "method is null");
    requireNonNull(params, "params is null");
    requireNonNull(caller, "caller is null");
    requireNonNull(interaction, "interaction is null");
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("method", method)
        .put("params", params)
        .put("caller", caller.toJson())
        .put("interaction", interaction.toJson());
  }

  static ContentRequest fromJson(JsonObject json) {
    return new ContentRequest(
        json.getString("method"),
        json.getJsonObject("params"),
        Caller.fromJson(json.getJsonObject("caller")),
        Interaction.fromJson(json.getJsonObject("interaction")));
  }
}
