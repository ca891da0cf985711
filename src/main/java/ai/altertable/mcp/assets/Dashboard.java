package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;

/**
 * A board of widgets.
 *
 * @param slug {@code DSH-1}
 * @param draft what was saved
 * @param createdBy who saved it
 */
public record Dashboard(
    String slug, Draft draft, String createdBy, Instant createdAt, Instant updatedAt) {

  /**
   * What is saved.
   *
   * @param widgets objects with {@code kind}: {@code insight} with its slug in {@code insight},
   *     {@code text} and {@code section} with Markdown in {@code text}
   */
  public record Draft(String title, String description, JsonArray widgets, List<String> labels) {
    public Draft {
      requireNonNull(title, "title is null");
      requireNonNull(description, "description is null");
      requireNonNull(widgets, "widgets is null");
      labels = List.copyOf(labels);
    }
  }

  static Dashboard read(Row row) {
    Draft draft =
        new Draft(
            row.getString("title"),
            row.getString("description"),
            row.getJsonArray("widgets"),
            Columns.list(row, "labels"));
    return new Dashboard(
        row.getString("slug"),
        draft,
        row.getString("created_by"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }
}
