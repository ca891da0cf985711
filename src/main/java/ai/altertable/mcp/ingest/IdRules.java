package ai.altertable.mcp.ingest;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Set;

/**
 * Which ids are taken. Those that programs send by mistake are not: they would make one person of
 * everybody whom the mistake was made with.
 */
final class IdRules {
  private static final int LONGEST = 200;
  private static final Set<String> RESERVED =
      Set.of(
          "anonymous_id",
          "anonymous",
          "distinct_id",
          "distinctid",
          "false",
          "guest",
          "id",
          "not_authenticated",
          "true",
          "undefined",
          "user_id",
          "user",
          "visitor_id",
          "visitor");
  private static final Set<String> RESERVED_EXACTLY =
      Set.of("[object Object]", "0", "NaN", "none", "None", "null");

  private IdRules() {}

  /**
   * @throws ItemFault when it is missing or no good
   */
  static String required(JsonObject item, String field) {
    String id = optional(item, field);
    if (id == null) {
      throw ItemFault.invalid(field, "is missing");
    }
    return id;
  }

  /**
   * @return null when there is none
   * @throws ItemFault when it is no good
   */
  static String optional(JsonObject item, String field) {
    Object value = item.getValue(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String) && !(value instanceof Integer) && !(value instanceof Long)) {
      throw ItemFault.invalid(field, "must be a text");
    }
    String id = value.toString();
    if (id.isBlank() || id.length() > LONGEST) {
      throw ItemFault.invalid(field, "must have 1 to " + LONGEST + " characters");
    }
    if (id.codePoints().anyMatch(Character::isISOControl)) {
      throw ItemFault.invalid(field, "has control characters");
    }
    if (RESERVED_EXACTLY.contains(id) || RESERVED.contains(id.toLowerCase(Locale.ROOT))) {
      throw new ItemFault(
          "reserved-id", field, "is one of the reserved ids, which are sent by mistake");
    }
    return id;
  }
}
