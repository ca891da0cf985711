package ai.altertable.mcp.api;

import ai.altertable.mcp.identity.admin.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/**
 * A success.
 *
 * @param body or null for none
 */
record ApiReply(int status, JsonObject body) {
  static final ApiReply DONE = new ApiReply(204, null);

  /** Sent already, piece by piece. */
  static final ApiReply SENT = new ApiReply(0, null);

  static ApiReply ok(JsonObject body) {
    return new ApiReply(200, body);
  }

  static ApiReply made(JsonObject body) {
    return new ApiReply(201, body);
  }

  /** A list that is whole. */
  static <T> ApiReply list(String name, List<T> items, Function<T, JsonObject> json) {
    return ok(new JsonObject().put(name, new JsonArray(items.stream().map(json).toList())));
  }

  /** A page of a list. */
  static <T> ApiReply page(String name, Page<T> page, Function<T, JsonObject> json) {
    ApiReply reply = list(name, page.items(), json);
    page.next().ifPresent(cursor -> reply.body().put("next", cursor));
    return reply;
  }
}
