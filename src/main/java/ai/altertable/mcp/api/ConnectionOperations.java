package ai.altertable.mcp.api;

import ai.altertable.mcp.administration.ConnectionDesk;
import ai.altertable.mcp.lakehouse.connection.ConnectionCheck;
import ai.altertable.mcp.lakehouse.connection.ConnectionDraft;
import ai.altertable.mcp.lakehouse.connection.ConnectionView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** Connections of environments. */
final class ConnectionOperations {
  private final ConnectionDesk connections;

  ConnectionOperations(ConnectionDesk connections) {
    this.connections = connections;
  }

  void bind(Map<String, ApiOperation> operations) {
    operations.put("listConnections", this::list);
    operations.put("addConnection", this::add);
    operations.put("testNewConnection", this::testNew);
    operations.put("getConnection", this::get);
    operations.put("editConnection", this::edit);
    operations.put("removeConnection", this::remove);
    operations.put("testConnection", this::test);
  }

  private Future<ApiReply> list(ApiRequest request) {
    return connections
        .list(request.actor(), request.organization(), request.environment())
        .map(all -> ApiReply.list("connections", all, ConnectionOperations::json));
  }

  private Future<ApiReply> get(ApiRequest request) {
    return connections
        .get(
            request.actor(), request.organization(), request.environment(), request.path("catalog"))
        .map(view -> ApiReply.ok(json(view)));
  }

  private Future<ApiReply> add(ApiRequest request) {
    ConnectionDraft draft = draft(request.body().getString("catalog"), request.body());
    return connections
        .add(
            request.actor(),
            request.organization(),
            request.environment(),
            draft,
            request.flag("anyway"))
        .map(view -> ApiReply.made(json(view)));
  }

  private Future<ApiReply> edit(ApiRequest request) {
    ConnectionDraft draft = draft(request.path("catalog"), request.body());
    return connections
        .edit(
            request.actor(),
            request.organization(),
            request.environment(),
            draft,
            request.flag("anyway"))
        .map(view -> ApiReply.ok(json(view)));
  }

  private Future<ApiReply> remove(ApiRequest request) {
    return connections
        .remove(
            request.actor(), request.organization(), request.environment(), request.path("catalog"))
        .map(ApiReply.DONE);
  }

  private Future<ApiReply> testNew(ApiRequest request) {
    return connections
        .test(
            request.actor(),
            request.organization(),
            request.environment(),
            draft(request.body().getString("catalog"), request.body()))
        .map(check -> ApiReply.ok(json(check)));
  }

  private Future<ApiReply> test(ApiRequest request) {
    return connections
        .test(
            request.actor(), request.organization(), request.environment(), request.path("catalog"))
        .map(check -> ApiReply.ok(json(check)));
  }

  private static ConnectionDraft draft(String catalog, JsonObject body) {
    return new ConnectionDraft(
        catalog,
        body.getString("name"),
        body.getString("description", ""),
        body.getString("engine"),
        body.getJsonObject("settings"),
        Optional.ofNullable(body.getString("secret")).filter(secret -> !secret.isEmpty()));
  }

  private static JsonObject json(ConnectionView view) {
    return new JsonObject()
        .put("catalog", view.catalog())
        .put("name", view.name())
        .put("description", view.description())
        .put("engine", view.engine())
        .put("settings", view.settings())
        .put("has_secret", view.hasSecret())
        .put("created_at", view.createdAt().toString())
        .put("updated_at", view.updatedAt().toString());
  }

  private static JsonObject json(ConnectionCheck check) {
    return new JsonObject()
        .put("reachable", check.reachable())
        .put("message", check.message())
        .put("warnings", new JsonArray(check.warnings()));
  }
}
