package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import io.vertx.sqlclient.Row;
import java.time.Instant;

/**
 * Anything saved, seen as one of many.
 *
 * @param slug {@code INS-1}
 * @param title what people call it
 * @param summary a sentence or two, maybe empty
 * @param createdBy who saved it
 * @param updatedAt when it changed last
 */
public record Entity(
    EntityKind kind,
    String slug,
    String title,
    String summary,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {
  public Entity {
    requireNonNull(kind, "kind is null");
    requireNonNull(slug, "slug is null");
    requireNonNull(title, "title is null");
    requireNonNull(summary, "summary is null");
  }

  static Entity read(Row row) {
    return new Entity(
        EntityKind.values()[row.getInteger("rank")],
        row.getString("slug"),
        row.getString("title"),
        row.getString("summary"),
        row.getString("created_by"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }
}
