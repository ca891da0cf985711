package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import io.vertx.sqlclient.Row;
import java.time.Instant;

/**
 * A message to the people of an environment, shown in the app and brought to its channels.
 *
 * @param slug {@code NTF-1}
 * @param draft what was sent
 * @param createdBy who sent it
 */
public record Notification(String slug, Draft draft, String createdBy, Instant createdAt) {

  /**
   * What is sent.
   *
   * @param body Markdown
   * @param sourceSlug what it is about, or null
   * @param fanOut false = recorded quietly: kept in the list, pushed to nobody
   */
  public record Draft(String title, String body, String sourceSlug, boolean fanOut) {
    public Draft {
      requireNonNull(title, "title is null");
      requireNonNull(body, "body is null");
    }
  }

  static Notification read(Row row) {
    Draft draft =
        new Draft(
            row.getString("title"),
            row.getString("body"),
            row.getString("source_slug"),
            row.getBoolean("fan_out"));
    return new Notification(
        row.getString("slug"),
        draft,
        row.getString("created_by"),
        Columns.instant(row, "created_at"));
  }
}
