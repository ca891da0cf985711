package ai.altertable.mcp.api;

import ai.altertable.mcp.administration.GrantFilter;
import ai.altertable.mcp.administration.GrantLedger;
import ai.altertable.mcp.administration.LedgerEntry;
import ai.altertable.mcp.identity.admin.Refused;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Grants of an organization. */
final class GrantOperations {
  private final GrantLedger grants;

  GrantOperations(GrantLedger grants) {
    this.grants = grants;
  }

  void bind(Map<String, ApiOperation> operations) {
    operations.put("listGrants", this::list);
    operations.put("getGrant", this::get);
    operations.put("revokeGrant", this::revoke);
    operations.put("revokeGrants", this::revokeSeveral);
  }

  private Future<ApiReply> list(ApiRequest request) {
    GrantFilter filter =
        new GrantFilter(
            request.query("holder"),
            request.query("client"),
            request.query("environment"),
            request.query("state").map(GrantFilter.State::parse).orElse(GrantFilter.State.LIVE));
    return grants
        .list(request.actor(), request.organization(), filter, request.page())
        .map(page -> ApiReply.page("grants", page, GrantOperations::json));
  }

  private Future<ApiReply> get(ApiRequest request) {
    return grants
        .select(request.actor(), request.organization(), List.of(request.id("grant")))
        .map(found -> ApiReply.ok(json(found.get(0))));
  }

  private Future<ApiReply> revoke(ApiRequest request) {
    return grants
        .revoke(request.actor(), request.organization(), List.of(request.id("grant")))
        .map(ApiReply.DONE);
  }

  private Future<ApiReply> revokeSeveral(ApiRequest request) {
    List<UUID> ids =
        request.body().getJsonArray("grants").stream()
            .map(id -> ApiRequest.uuid((String) id).orElseThrow(() -> Refused.notFound("grant")))
            .distinct()
            .toList();
    return grants
        .revoke(request.actor(), request.organization(), ids)
        .map(count -> ApiReply.ok(new JsonObject().put("revoked", count)));
  }

  private static JsonObject json(LedgerEntry entry) {
    JsonObject client =
        new JsonObject().put("id", entry.client().id()).put("name", entry.client().name());
    entry.client().verifiedHost().ifPresent(host -> client.put("verified_host", host));
    JsonObject json =
        new JsonObject()
            .put("id", entry.id().toString())
            .put(
                "holder",
                new JsonObject()
                    .put("id", entry.holder().id().toString())
                    .put("name", entry.holder().name())
                    .put("service_account", entry.holder().serviceAccount()))
            .put("client", client)
            .put("environment", entry.environment().slug())
            .put("scopes", new JsonArray(entry.scopes()))
            .put("created_at", entry.life().createdAt().toString())
            .put("expires_at", entry.life().expiresAt().toString())
            .put("calls_30_days", entry.usage().calls())
            .put("denied_30_days", entry.usage().denied());
    entry.life().endedBecause().ifPresent(because -> json.put("ended_because", because));
    entry.usage().lastCallAt().ifPresent(at -> json.put("last_call_at", at.toString()));
    return json;
  }
}
