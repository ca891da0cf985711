package ai.altertable.mcp.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.events.EventWrite;
import ai.altertable.mcp.lakehouse.events.EventWrite.Alias;
import ai.altertable.mcp.lakehouse.events.EventWrite.Identify;
import ai.altertable.mcp.lakehouse.events.EventWrite.Ids;
import ai.altertable.mcp.lakehouse.events.EventWrite.Track;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.UUID;

/** Reads and checks one item of a request. Fields that it does not know are ignored. */
final class ItemReader {
  private static final int LONGEST_NAME = 200;

  private final Times times;

  ItemReader(Clock clock) {
    this.times = new Times(clock);
  }

  /**
   * @param tenant of the key
   * @throws ItemFault when it is not taken
   */
  EventWrite read(Kind kind, Tenant tenant, Object item) {
    if (!(item instanceof JsonObject object)) {
      throw ItemFault.invalid("", "must be an object");
    }
    requireEnvironment(tenant, object);
    return switch (kind) {
      case TRACK -> track(object);
      case IDENTIFY -> identify(object);
      case ALIAS -> alias(object);
    };
  }

  /** The key says where events go. Whoever names another place is told, and nothing goes there. */
  private static void requireEnvironment(Tenant tenant, JsonObject item) {
    Object named = item.getValue("environment");
    if (named != null && !named.equals(tenant.environment())) {
      throw new ItemFault(
          "environment-not-found", "environment", "is not the environment of this key");
    }
  }

  private Track track(JsonObject item) {
    String anonymous = IdRules.optional(item, "anonymous_id");
    String device = IdRules.optional(item, "device_id");
    String distinct = IdRules.optional(item, "distinct_id");
    String best = distinct != null ? distinct : anonymous != null ? anonymous : device;
    if (best == null) {
      throw ItemFault.invalid(
          "distinct_id", "is missing, and there is no anonymous_id or device_id instead");
    }
    return new Track(
        messageId(item),
        times.read(item.getValue("timestamp"), item.getValue("sent_at")),
        name(item),
        JsonRules.text(item, "properties"),
        new Ids(best, anonymous, device, IdRules.optional(item, "session_id")));
  }

  private static Identify identify(JsonObject item) {
    // checked and not used: people share devices
    IdRules.optional(item, "device_id");
    return new Identify(
        messageId(item),
        IdRules.required(item, "distinct_id"),
        IdRules.optional(item, "anonymous_id"),
        JsonRules.text(item, "traits"));
  }

  private static Alias alias(JsonObject item) {
    String distinct = IdRules.required(item, "distinct_id");
    String survivor = IdRules.required(item, "new_user_id");
    if (distinct.equals(survivor)) {
      throw ItemFault.invalid("new_user_id", "is the same as distinct_id");
    }
    return new Alias(messageId(item), distinct, survivor);
  }

  private static String name(JsonObject item) {
    Object event = item.getValue("event");
    if (!(event instanceof String name) || name.isBlank() || name.length() > LONGEST_NAME) {
      throw ItemFault.invalid("event", "must be a name of 1 to " + LONGEST_NAME + " characters");
    }
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      throw ItemFault.invalid("event", "has control characters");
    }
    return name;
  }

  /** A UUID as it is, any other text by its digest. */
  private static UUID messageId(JsonObject item) {
    Object value = item.getValue("message_id");
    if (value == null) {
      return null;
    }
    if (!(value instanceof String id) || id.isBlank() || id.length() > LONGEST_NAME) {
      throw ItemFault.invalid(
          "message_id", "must be a text of 1 to " + LONGEST_NAME + " characters");
    }
    if (id.length() == 36) {
      try {
        return UUID.fromString(id);
      } catch (IllegalArgumentException e) {
        // a text like any other
      }
    }
    return UUID.nameUUIDFromBytes(("message/" + id).getBytes(UTF_8));
  }
}
