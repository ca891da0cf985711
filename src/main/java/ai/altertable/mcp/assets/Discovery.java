package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;

/**
 * A finding about the data, for people to review.
 *
 * @param slug {@code DSC-1}
 * @param draft what was found
 * @param review what people made of it
 * @param notificationSlug the notification that was recorded with it
 * @param createdBy who found it
 */
public record Discovery(
    String slug,
    Draft draft,
    Review review,
    String notificationSlug,
    String createdBy,
    Instant createdAt) {

  /**
   * What was found.
   *
   * @param summary one or two sentences
   * @param explanation why it matters and how it was found
   * @param content the evidence, Markdown
   * @param contextSlugs insights, dashboards and discoveries it rests on
   */
  public record Draft(
      String title, String summary, String explanation, String content, List<String> contextSlugs) {
    public Draft {
      // What is told again is compared by its title.
      title = requireNonNull(title, "title is null").strip();
      requireNonNull(summary, "summary is null");
      requireNonNull(explanation, "explanation is null");
      requireNonNull(content, "content is null");
      contextSlugs = List.copyOf(contextSlugs);
    }
  }

  /**
   * @param status {@code pending}, {@code approved} or {@code rejected}
   * @param reason or null
   */
  public record Review(String status, String reason) {}

  static Discovery read(Row row) {
    Draft draft =
        new Draft(
            row.getString("title"),
            row.getString("summary"),
            row.getString("explanation"),
            row.getString("content"),
            Columns.list(row, "context_slugs"));
    return new Discovery(
        row.getString("slug"),
        draft,
        new Review(row.getString("status"), row.getString("status_reason")),
        row.getString("notification_slug"),
        row.getString("created_by"),
        Columns.instant(row, "created_at"));
  }
}
