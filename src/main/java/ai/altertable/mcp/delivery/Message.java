package ai.altertable.mcp.delivery;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Tenant;
import java.time.Instant;

/**
 * A notification as it leaves.
 *
 * @param text what was said
 * @param about slug of what it is about, or null
 * @param url the app's page of that, or of the environment
 */
record Message(Tenant tenant, String slug, Text text, String about, String url) {
  Message {
    requireNonNull(tenant, "tenant is null");
    requireNonNull(slug, "slug is null");
    requireNonNull(text, "text is null");
    requireNonNull(url, "url is null");
  }

  /**
   * @param body Markdown
   * @param author who sent it
   */
  record Text(String title, String body, String author, Instant at) {}
}
