package ai.altertable.mcp.analytics;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One event.
 *
 * @param user distinct id; that of an identified user has an identity
 */
record Event(Instant at, String name, JsonObject properties, String user) {
  /** The identified users and their traits. */
  static final Map<String, JsonObject> TRAITS =
      Map.of(
          "u1", new JsonObject().put("plan", "pro").put("age", 30).put("ip", "10.1.2.3"),
          "u2", new JsonObject().put("plan", "free").put("age", 2.5));

  static UUID identity(String user) {
    return TRAITS.containsKey(user)
        ? UUID.nameUUIDFromBytes(user.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        : null;
  }

  JsonObject traits() {
    return TRAITS.getOrDefault(user, new JsonObject());
  }
}
