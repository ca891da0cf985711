package ai.altertable.mcp.api;

import ai.altertable.mcp.administration.DiscoveryDesk;
import ai.altertable.mcp.administration.DiscoveryEntry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What agents found, and what people make of it. */
final class DiscoveryOperations {
  private final DiscoveryDesk discoveries;

  DiscoveryOperations(DiscoveryDesk discoveries) {
    this.discoveries = discoveries;
  }

  void bind(Map<String, ApiOperation> operations) {
    operations.put("listDiscoveries", this::list);
    operations.put("getDiscovery", this::get);
    operations.put("reviewDiscovery", this::review);
  }

  private Future<ApiReply> list(ApiRequest request) {
    return discoveries
        .list(
            request.actor(),
            request.organization(),
            request.environment(),
            request.query("status"),
            request.page())
        .map(page -> ApiReply.page("discoveries", page, DiscoveryOperations::json));
  }

  private Future<ApiReply> get(ApiRequest request) {
    return discoveries
        .get(
            request.actor(),
            request.organization(),
            request.environment(),
            request.path("discovery"))
        .map(found -> ApiReply.ok(json(found)));
  }

  private Future<ApiReply> review(ApiRequest request) {
    DiscoveryDesk.Verdict verdict =
        new DiscoveryDesk.Verdict(
            request.body().getString("status"), request.body().getString("reason", ""));
    return discoveries
        .review(
            request.actor(),
            request.organization(),
            request.environment(),
            request.path("discovery"),
            verdict)
        .map(reviewed -> ApiReply.ok(json(reviewed)));
  }

  private static JsonObject json(DiscoveryEntry entry) {
    DiscoveryEntry.Found found = entry.found();
    JsonObject json =
        new JsonObject()
            .put("slug", entry.slug())
            .put("title", found.title())
            .put("summary", found.summary())
            .put("explanation", found.explanation())
            .put("content", found.content())
            .put("context_slugs", new JsonArray(found.contextSlugs()))
            .put("status", entry.status())
            .put("created_by", entry.createdBy())
            .put("created_at", entry.createdAt().toString());
    entry.reason().ifPresent(reason -> json.put("reason", reason));
    return json;
  }
}
