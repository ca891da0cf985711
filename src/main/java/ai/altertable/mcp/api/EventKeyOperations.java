package ai.altertable.mcp.api;

import ai.altertable.mcp.administration.EventKeyEntry;
import ai.altertable.mcp.administration.EventKeyRegister;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Keys that events come in with. */
final class EventKeyOperations {
  private final EventKeyRegister keys;

  EventKeyOperations(EventKeyRegister keys) {
    this.keys = keys;
  }

  void bind(Map<String, ApiOperation> operations) {
    operations.put("listEventKeys", this::list);
    operations.put("createEventKey", this::create);
    operations.put("revokeEventKey", this::revoke);
  }

  private Future<ApiReply> list(ApiRequest request) {
    return keys.list(request.actor(), request.organization(), request.environment())
        .map(all -> ApiReply.list("event_keys", all, EventKeyOperations::json));
  }

  private Future<ApiReply> create(ApiRequest request) {
    return keys.create(
            request.actor(),
            request.organization(),
            request.environment(),
            request.body().getString("name"))
        .map(made -> ApiReply.made(json(made.entry()).put("key", made.key())));
  }

  private Future<ApiReply> revoke(ApiRequest request) {
    return keys.revoke(
            request.actor(), request.organization(), request.environment(), request.id("key"))
        .map(done -> ApiReply.DONE);
  }

  private static JsonObject json(EventKeyEntry key) {
    JsonObject json =
        new JsonObject()
            .put("id", key.id().toString())
            .put("name", key.name())
            .put("beginning", key.beginning())
            .put("created_at", key.createdAt().toString());
    key.lastUsedAt().ifPresent(at -> json.put("last_used_at", at.toString()));
    key.revokedAt().ifPresent(at -> json.put("revoked_at", at.toString()));
    return json;
  }
}
