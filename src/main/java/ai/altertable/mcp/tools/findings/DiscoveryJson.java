package ai.altertable.mcp.tools.findings;

import ai.altertable.mcp.assets.Discovery;
import ai.altertable.mcp.tools.Schema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The JSON form of discoveries. */
final class DiscoveryJson {
  private DiscoveryJson() {}

  static Schema listed() {
    return Schema.object()
        .required("slug", Schema.text())
        .required("title", Schema.text())
        .required("summary", Schema.text())
        .required("status", Schema.text())
        .required("created_by", Schema.text())
        .required("created_at", Schema.text());
  }

  static Schema whole() {
    return listed()
        .required("environment", Schema.text())
        .required("status_reason", Schema.text().orNull())
        .required("explanation", Schema.text())
        .required("content", Schema.text())
        .required("context_slugs", Schema.list(Schema.text()))
        .required("notification_slug", Schema.text());
  }

  static JsonObject listed(Discovery discovery) {
    return new JsonObject()
        .put("slug", discovery.slug())
        .put("title", discovery.draft().title())
        .put("summary", discovery.draft().summary())
        .put("status", discovery.review().status())
        .put("created_by", discovery.createdBy())
        .put("created_at", discovery.createdAt().toString());
  }

  static JsonObject whole(String environment, Discovery discovery) {
    return listed(discovery)
        .put("environment", environment)
        .put("status_reason", discovery.review().reason())
        .put("explanation", discovery.draft().explanation())
        .put("content", discovery.draft().content())
        .put("context_slugs", new JsonArray(discovery.draft().contextSlugs()))
        .put("notification_slug", discovery.notificationSlug());
  }
}
