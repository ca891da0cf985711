package ai.altertable.mcp.tools.content;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * What stands behind a resource's address.
 *
 * @param uri as it was asked for
 * @param text in the form that the MIME type names
 * @param meta MCP {@code _meta} of the content, or null
 */
public record ResourceContent(String uri, String mimeType, String text, JsonObject meta) {
  static final String MARKDOWN = "text/markdown";
  static final String JSON = "application/json";

  public ResourceContent {
    requireNonNull(uri, "uri is null");
    requireNonNull(mimeType, "mimeType is null");
    requireNonNull(text, "text is null");
  }

  static ResourceContent json(String uri, JsonObject content) {
    return new ResourceContent(uri, JSON, content.encodePrettily(), null);
  }

  /** MCP {@code TextResourceContents}. */
  JsonObject toJson() {
    JsonObject json = new JsonObject().put("uri", uri).put("mimeType", mimeType).put("text", text);
    return meta == null ? json : json.put("_meta", meta);
  }
}
