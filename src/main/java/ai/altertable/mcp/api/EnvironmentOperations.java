package ai.altertable.mcp.api;

import ai.altertable.mcp.administration.Administration;
import ai.altertable.mcp.identity.admin.EnvironmentEntry;
import ai.altertable.mcp.identity.admin.Environments;
import ai.altertable.mcp.identity.admin.OrganizationPolicy;
import ai.altertable.mcp.identity.admin.OrganizationPolicy.ClientRule;
import ai.altertable.mcp.identity.admin.Policies;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** Environments, and the policy that holds in all of them. */
final class EnvironmentOperations {
  private final Environments environments;
  private final Policies policies;

  EnvironmentOperations(Administration administration) {
    this.environments = administration.organization().environments();
    this.policies = administration.organization().policies();
  }

  void bind(Map<String, ApiOperation> operations) {
    operations.put("listEnvironments", this::list);
    operations.put("createEnvironment", this::create);
    operations.put("getEnvironment", request -> one(request, request.environment(), 200));
    operations.put("renameEnvironment", this::rename);
    operations.put("deleteEnvironment", this::delete);
    operations.put("getPolicy", this::policy);
    operations.put("setPolicy", this::setPolicy);
  }

  private Future<ApiReply> list(ApiRequest request) {
    return environments
        .list(request.actor(), request.organization())
        .map(all -> ApiReply.list("environments", all, EnvironmentOperations::json));
  }

  private Future<ApiReply> one(ApiRequest request, String slug, int status) {
    return environments
        .get(request.actor(), request.organization(), slug)
        .map(entry -> new ApiReply(status, json(entry)));
  }

  private Future<ApiReply> create(ApiRequest request) {
    String slug = request.body().getString("slug");
    return environments
        .create(request.actor(), request.organization(), slug, request.body().getString("name"))
        .compose(id -> one(request, slug, 201));
  }

  private Future<ApiReply> rename(ApiRequest request) {
    return environments
        .rename(
            request.actor(),
            request.organization(),
            request.environment(),
            request.body().getString("name"))
        .compose(done -> one(request, request.environment(), 200));
  }

  private Future<ApiReply> delete(ApiRequest request) {
    return environments
        .delete(
            request.actor(),
            request.organization(),
            request.environment(),
            request.query("confirmation").orElse(""))
        .map(ApiReply.DONE);
  }

  private Future<ApiReply> policy(ApiRequest request) {
    return policies
        .get(request.actor(), request.organization())
        .map(policy -> ApiReply.ok(json(policy)));
  }

  private Future<ApiReply> setPolicy(ApiRequest request) {
    JsonObject body = request.body();
    OrganizationPolicy policy =
        new OrganizationPolicy(
            ClientRule.parse(body.getString("clients")),
            body.getJsonArray("listed", new JsonArray()).stream().map(String.class::cast).toList(),
            body.getBoolean("write_allowed"),
            Optional.ofNullable(body.getInteger("longest_grant_days")),
            body.getBoolean("require_second_factor"));
    return policies
        .set(request.actor(), request.organization(), policy)
        .map(done -> ApiReply.ok(json(policy)));
  }

  private static JsonObject json(EnvironmentEntry entry) {
    return new JsonObject()
        .put("id", entry.id().toString())
        .put("slug", entry.slug())
        .put("name", entry.name())
        .put("created_at", entry.createdAt().toString())
        .put("connected_clients", entry.connected());
  }

  private static JsonObject json(OrganizationPolicy policy) {
    return new JsonObject()
        .put("clients", policy.clientRule().wire())
        .put("listed", new JsonArray(policy.clients()))
        .put("write_allowed", policy.writeAllowed())
        .put("longest_grant_days", policy.longestGrantDays().orElse(null))
        .put("require_second_factor", policy.requireSecondFactor());
  }
}
