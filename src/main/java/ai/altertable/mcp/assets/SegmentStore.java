package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Saved segments. */
public final class SegmentStore {
  private static final String INSERT =
      """
      INSERT INTO segment (environment_id, slug, title, description, definition, created_by)
      VALUES (current_environment(), $1, $2, $3, $4, $5)
      RETURNING *""";
  private static final String KEEP =
      """
      INSERT INTO segment_version
        (environment_id, slug, version, title, description, definition, saved_by, saved_at)
      SELECT environment_id, slug, version, title, description, definition,
        coalesce(updated_by, created_by), updated_at
      FROM segment WHERE slug = $1 AND version = $2 FOR UPDATE""";
  private static final String UPDATE =
      """
      UPDATE segment
      SET title = $3, description = $4, definition = $5, updated_by = $6, updated_at = now(),
        version = version + 1
      WHERE slug = $1 AND version = $2
      RETURNING *""";

  private final AssetRows<Segment> rows;

  public SegmentStore(PlatformDatabase database) {
    this.rows = new AssetRows<>(database, "segment", Segment::read, Segment::slug);
  }

  public Future<Optional<Segment>> find(UUID environmentId, String slug) {
    return rows.find(environmentId, slug);
  }

  /** Those of these slugs that are there. */
  public Future<List<Segment>> all(UUID environmentId, List<String> slugs) {
    return rows.all(environmentId, slugs);
  }

  /**
   * @param keep false for a trial, after which nothing is saved
   */
  public Future<Segment> create(
      UUID environmentId, Segment.Draft draft, String author, boolean keep) {
    List<Object> values = List.of(draft.title(), draft.description(), draft.definition(), author);
    return rows.change(
        environmentId, keep, connection -> rows.insert(connection, "SGM", INSERT, values));
  }

  /**
   * Changes a segment; the version before is kept.
   *
   * @param current what the change was made from
   * @param keep false for a trial, after which nothing is saved
   * @return empty when somebody else changed or deleted it meanwhile
   */
  public Future<Optional<Segment>> update(
      UUID environmentId, Segment current, Segment.Draft draft, String author, boolean keep) {
    List<Object> values =
        List.of(
            current.slug(),
            current.saved().version(),
            draft.title(),
            draft.description(),
            draft.definition(),
            author);
    return rows.change(
        environmentId, keep, connection -> rows.update(connection, KEEP, UPDATE, values));
  }
}
