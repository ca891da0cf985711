package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * Something that clients can list or read is not what it was.
 *
 * @param kind which list, or a single resource
 * @param environmentId whose, or null for everybody's
 * @param uri of the resource; null for lists
 */
public record ContentChanged(Kind kind, UUID environmentId, String uri) {
  public ContentChanged {
    requireNonNull(kind, "kind is null");
    if ((kind == Kind.RESOURCE) != (uri != null)) {
      throw new IllegalArgumentException("a uri belongs to a resource");
    }
  }

  /** A list changed for everybody. */
  public static ContentChanged list(Kind kind) {
    return new ContentChanged(kind, null, null);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("kind", kind.name())
        .put("environmentId", environmentId == null ? null : environmentId.toString())
        .put("uri", uri);
  }

  static ContentChanged fromJson(JsonObject json) {
    String environmentId = json.getString("environmentId");
    return new ContentChanged(
        Kind.valueOf(json.getString("kind")),
        environmentId == null ? null : UUID.fromString(environmentId),
        json.getString("uri"));
  }

  /** What changed. */
  public enum Kind {
    TOOLS,
    PROMPTS,
    RESOURCES,
    RESOURCE
  }
}
