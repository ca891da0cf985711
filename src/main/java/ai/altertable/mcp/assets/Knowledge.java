package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import io.vertx.sqlclient.Row;
import java.time.Instant;

/**
 * What people want every agent to know, in their own words.
 *
 * @param slug {@code KNW-1}
 * @param createdBy who wrote it
 */
public record Knowledge(
    String slug, Draft draft, String createdBy, Instant createdAt, Instant updatedAt) {

  /**
   * @param content verbatim
   */
  public record Draft(String title, String content) {
    public Draft {
      requireNonNull(title, "title is null");
      requireNonNull(content, "content is null");
    }
  }

  static Knowledge read(Row row) {
    return new Knowledge(
        row.getString("slug"),
        new Draft(row.getString("title"), row.getString("content")),
        row.getString("created_by"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }
}
