package ai.altertable.mcp.api;

import ai.altertable.mcp.administration.Administration;
import ai.altertable.mcp.identity.admin.AuditEntry;
import ai.altertable.mcp.identity.admin.AuditFilter;
import ai.altertable.mcp.identity.admin.AuditPlace;
import ai.altertable.mcp.identity.admin.AuditTrail;
import ai.altertable.mcp.identity.admin.EnvironmentEntry;
import ai.altertable.mcp.identity.admin.Environments;
import ai.altertable.mcp.platform.AuditEvent;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The audit log, as pages and as CSV. */
final class AuditOperations {
  private final AuditTrail trail;
  private final Environments environments;

  AuditOperations(Administration administration) {
    this.trail = administration.organization().audit();
    this.environments = administration.organization().environments();
  }

  void bind(Map<String, ApiOperation> operations) {
    operations.put("listAuditEvents", this::list);
    operations.put("exportAuditEvents", this::export);
  }

  private Future<ApiReply> list(ApiRequest request) {
    return filter(request)
        .compose(
            filter ->
                trail.list(
                    request.actor(),
                    request.organization(),
                    filter,
                    request.query("cursor").map(AuditPlace::parse),
                    request.limit()))
        .map(
            found -> {
              ApiReply reply = ApiReply.list("events", found.entries(), AuditOperations::json);
              found.next().ifPresent(place -> reply.body().put("next", place.text()));
              return reply;
            });
  }

  /** Nothing is sent before the service has let the actor in. */
  private Future<ApiReply> export(ApiRequest request) {
    HttpServerResponse response = request.context().response();
    return filter(request)
        .compose(
            filter ->
                trail.export(
                    request.actor(),
                    request.organization(),
                    filter,
                    text -> {
                      if (!response.headWritten()) {
                        response
                            .setChunked(true)
                            .putHeader(HttpHeaders.CONTENT_TYPE, "text/csv; charset=utf-8")
                            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                            .putHeader("X-Content-Type-Options", "nosniff");
                      }
                      return response.write(text);
                    }))
        .compose(done -> response.end())
        .map(ApiReply.SENT);
  }

  private Future<AuditFilter> filter(ApiRequest request) {
    return environment(request)
        .map(
            environment ->
                new AuditFilter(
                    request.time("from"),
                    request.time("until"),
                    request.query("action"),
                    request.query("outcome"),
                    request.query("subject"),
                    request.query("client"),
                    environment,
                    request.query("tool")));
  }

  private Future<Optional<UUID>> environment(ApiRequest request) {
    return request
        .query("environment")
        .map(
            slug ->
                environments
                    .get(request.actor(), request.organization(), slug)
                    .map(EnvironmentEntry::id)
                    .map(Optional::of))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private static JsonObject json(AuditEntry entry) {
    AuditEvent event = entry.event();
    JsonObject json =
        new JsonObject()
            .put("at", event.at().toString())
            .put("action", event.action())
            .put("outcome", event.outcome());
    put(json, "subject", event.actor().subject());
    put(json, "subject_name", entry.subjectName().orElse(null));
    put(json, "client_id", event.actor().clientId());
    put(json, "client_name", entry.clientName().orElse(null));
    put(json, "environment", entry.environment().orElse(null));
    put(json, "grant_id", event.actor().grantId());
    if (event.call() != null) {
      json.put("tool", event.call().tool()).put("elapsed_ms", event.call().elapsedMillis());
      if (event.call().rows() != null) {
        json.put("rows", event.call().rows());
      }
    }
    put(json, "target", event.target());
    put(json, "address", event.actor().address());
    put(json, "correlation_id", event.correlationId());
    return json;
  }

  private static void put(JsonObject json, String name, Object value) {
    if (value != null) {
      json.put(name, value.toString());
    }
  }
}
