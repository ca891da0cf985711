package ai.altertable.mcp.api;

import ai.altertable.mcp.administration.ChannelDesk;
import ai.altertable.mcp.delivery.Channel;
import ai.altertable.mcp.delivery.Delivery;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Where notifications go besides the app. */
final class ChannelOperations {
  private final ChannelDesk channels;

  ChannelOperations(ChannelDesk channels) {
    this.channels = channels;
  }

  void bind(Map<String, ApiOperation> operations) {
    operations.put("listChannels", this::list);
    operations.put("addChannel", this::add);
    operations.put("removeChannel", this::remove);
    operations.put("listDeliveries", this::deliveries);
    operations.put("retryDelivery", this::retry);
  }

  private Future<ApiReply> list(ApiRequest request) {
    return channels
        .list(request.actor(), request.organization(), request.environment())
        .map(all -> ApiReply.list("channels", all, ChannelOperations::json));
  }

  private Future<ApiReply> add(ApiRequest request) {
    Channel.Draft draft =
        new Channel.Draft(
            Channel.Kind.of(request.body().getString("kind")),
            request.body().getString("name"),
            request.body().getString("target"));
    return channels
        .add(request.actor(), request.organization(), request.environment(), draft)
        .map(
            made -> {
              JsonObject json = json(made.channel());
              made.secret().ifPresent(secret -> json.put("secret", secret));
              return ApiReply.made(json);
            });
  }

  private Future<ApiReply> remove(ApiRequest request) {
    return channels
        .remove(
            request.actor(), request.organization(), request.environment(), request.id("channel"))
        .map(done -> ApiReply.DONE);
  }

  private Future<ApiReply> deliveries(ApiRequest request) {
    return channels
        .deliveries(
            request.actor(),
            request.organization(),
            request.environment(),
            request.query("state").orElse(null),
            request.page())
        .map(page -> ApiReply.page("deliveries", page, ChannelOperations::json));
  }

  private Future<ApiReply> retry(ApiRequest request) {
    return channels
        .again(
            request.actor(), request.organization(), request.environment(), request.id("delivery"))
        .map(done -> ApiReply.DONE);
  }

  private static JsonObject json(Channel channel) {
    return new JsonObject()
        .put("id", channel.id().toString())
        .put("kind", channel.draft().kind().wire())
        .put("name", channel.draft().name())
        .put("target", channel.draft().target())
        .put("created_at", channel.createdAt().toString());
  }

  private static JsonObject json(Delivery delivery) {
    JsonObject json =
        new JsonObject()
            .put("id", delivery.id().toString())
            .put("notification", delivery.notification())
            .put("channel", delivery.channel())
            .put("state", delivery.state())
            .put("attempts", delivery.attempts())
            .put("created_at", delivery.progress().createdAt().toString());
    delivery.progress().error().ifPresent(error -> json.put("last_error", error));
    delivery.progress().nextAt().ifPresent(at -> json.put("next_at", at.toString()));
    return json;
  }
}
