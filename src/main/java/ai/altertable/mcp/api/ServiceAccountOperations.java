package ai.altertable.mcp.api;

import ai.altertable.mcp.administration.ServiceAccountEntry;
import ai.altertable.mcp.administration.ServiceAccountRegister;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.client.ServiceAccounts.Credentials;
import ai.altertable.mcp.oauth.client.ServiceAccounts.Wanted;
import ai.altertable.mcp.oauth.proof.PublicKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Service accounts. */
final class ServiceAccountOperations {
  private static final String ID = "account";

  private final ServiceAccountRegister accounts;

  ServiceAccountOperations(ServiceAccountRegister accounts) {
    this.accounts = accounts;
  }

  void bind(Map<String, ApiOperation> operations) {
    operations.put("listServiceAccounts", this::list);
    operations.put("createServiceAccount", this::create);
    operations.put("getServiceAccount", request -> one(request, request.id(ID)));
    operations.put("changeServiceAccount", this::change);
    operations.put("rotateServiceAccountSecret", this::rotate);
  }

  private Future<ApiReply> list(ApiRequest request) {
    return accounts
        .list(request.actor(), request.organization(), request.page())
        .map(page -> ApiReply.page("service_accounts", page, ServiceAccountOperations::json));
  }

  private Future<ApiReply> one(ApiRequest request, UUID id) {
    return accounts
        .get(request.actor(), request.organization(), id)
        .map(account -> ApiReply.ok(json(account)));
  }

  private Future<ApiReply> create(ApiRequest request) {
    JsonObject body = request.body();
    List<String> scopes = body.getJsonArray("scopes").stream().map(String.class::cast).toList();
    Wanted wanted =
        new Wanted(
            body.getString("name"),
            Scope.parseAll(String.join(" ", scopes)),
            scopes.contains("admin"),
            Optional.ofNullable(body.getJsonObject("jwks")).map(ServiceAccountOperations::keys));
    return accounts
        .create(request.actor(), request.organization(), body.getString("environment"), wanted)
        .map(made -> ApiReply.made(json(made)));
  }

  private static PublicKeys keys(JsonObject jwks) {
    try {
      return PublicKeys.parse(jwks);
    } catch (IllegalArgumentException e) {
      throw ApiProblem.invalid("jwks", e.getMessage() + ".");
    }
  }

  private Future<ApiReply> change(ApiRequest request) {
    UUID id = request.id(ID);
    Future<Void> changed =
        request.body().getBoolean("disabled")
            ? accounts.disable(request.actor(), request.organization(), id)
            : accounts.enable(request.actor(), request.organization(), id);
    return changed.compose(done -> one(request, id));
  }

  private Future<ApiReply> rotate(ApiRequest request) {
    return accounts
        .rotate(request.actor(), request.organization(), request.id(ID))
        .map(made -> ApiReply.ok(json(made)));
  }

  private static JsonObject json(Credentials credentials) {
    JsonObject json = new JsonObject().put("client_id", credentials.clientId());
    credentials.clientSecret().ifPresent(secret -> json.put("client_secret", secret));
    return json;
  }

  private static JsonObject json(ServiceAccountEntry account) {
    JsonObject json =
        new JsonObject()
            .put("id", account.id().toString())
            .put("name", account.name())
            .put("client_id", account.clientId())
            .put("environment", account.environment().slug())
            .put("scopes", new JsonArray(account.scopes()))
            .put("signs_with_key", account.signs())
            .put("created_at", account.createdAt().toString());
    account.lastUsedAt().ifPresent(at -> json.put("last_used_at", at.toString()));
    account.disabledAt().ifPresent(at -> json.put("disabled_at", at.toString()));
    return json;
  }
}
