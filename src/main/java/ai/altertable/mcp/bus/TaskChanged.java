package ai.altertable.mcp.bus;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * A task is not what it was.
 *
 * @param key SHA-256 of its id in hex: who hears it learns of no task that it did not know
 */
public record TaskChanged(String key) {
  public TaskChanged {
    requireNonNull(key, "key is null");
  }

  JsonObject toJson() {
    return new JsonObject().put("key", key);
  }

  static TaskChanged fromJson(JsonObject json) {
    return new TaskChanged(json.getString("key"));
  }
}
