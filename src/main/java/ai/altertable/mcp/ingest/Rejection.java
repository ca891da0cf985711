package ai.altertable.mcp.ingest;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * An item that was not taken.
 *
 * @param index its place in the request
 * @param code {@code invalid-event}, …
 * @param message says which field, and what is wrong with it
 */
record Rejection(int index, String code, String message) {
  Rejection {
    requireNonNull(code, "code is null");
    requireNonNull(message, "message is null");
  }

  static Rejection of(int index, ItemFault fault) {
    return new Rejection(
        index,
        fault.code(),
        (fault.path().isEmpty() ? "The event" : fault.path()) + " " + fault.getMessage() + ".");
  }

  JsonObject toJson() {
    return new JsonObject().put("index", index).put("error_code", code).put("error", message);
  }
}
