package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Saved insights. */
public final class InsightStore {
  private static final String FILTER =
      """
      ($1::text IS NULL OR kind = $1)
      AND ($2::text IS NULL OR strpos(lower(title || ' ' || description), lower($2)) > 0)""";
  private static final String INSERT =
      """
      INSERT INTO insight
        (environment_id, slug, kind, title, description, definition, visualization, created_by)
      VALUES (current_environment(), $1, $2, $3, $4, $5, $6, $7)
      RETURNING *""";

  private static final String KEEP =
      """
      INSERT INTO insight_version
        (environment_id, slug, version, title, description, definition, visualization,
         saved_by, saved_at)
      SELECT environment_id, slug, version, title, description, definition, visualization,
        coalesce(updated_by, created_by), updated_at
      FROM insight WHERE slug = $1 AND version = $2 FOR UPDATE""";
  private static final String UPDATE =
      """
      UPDATE insight
      SET title = $3, description = $4, definition = $5, visualization = $6, updated_by = $7,
        updated_at = now(), version = version + 1
      WHERE slug = $1 AND version = $2
      RETURNING *""";

  private final AssetRows<Insight> rows;

  public InsightStore(PlatformDatabase database) {
    this.rows = new AssetRows<>(database, "insight", Insight::read, Insight::slug);
  }

  /**
   * The newest first.
   *
   * @param kind or null for all
   * @param search part of title or description, or null
   */
  public Future<Page<Insight>> list(
      UUID environmentId, String kind, String search, PageRequest request) {
    return rows.list(environmentId, FILTER, Arrays.asList(kind, search), request);
  }

  public Future<Optional<Insight>> find(UUID environmentId, String slug) {
    return rows.find(environmentId, slug);
  }

  /** Those of these slugs that are there. */
  public Future<List<Insight>> all(UUID environmentId, List<String> slugs) {
    return rows.all(environmentId, slugs);
  }

  public Future<Insight> create(UUID environmentId, Insight.Draft draft, String author) {
    return create(environmentId, draft, author, true);
  }

  /**
   * @param keep false for a trial, after which nothing is saved
   */
  public Future<Insight> create(
      UUID environmentId, Insight.Draft draft, String author, boolean keep) {
    List<Object> values =
        List.of(
            draft.kind(),
            draft.title(),
            draft.description(),
            draft.definition(),
            draft.visualization(),
            author);
    return rows.change(
        environmentId, keep, connection -> rows.insert(connection, "INS", INSERT, values));
  }

  /**
   * Changes an insight; its kind stays.
   *
   * @param current what the change was made from
   * @param keep false for a trial, after which nothing is saved
   * @return empty when somebody else changed or deleted it meanwhile
   */
  public Future<Optional<Insight>> update(
      UUID environmentId, Insight current, Insight.Draft draft, String author, boolean keep) {
    List<Object> values =
        List.of(
            current.slug(),
            current.saved().version(),
            draft.title(),
            draft.description(),
            draft.definition(),
            draft.visualization(),
            author);
    return rows.change(
        environmentId, keep, connection -> rows.update(connection, KEEP, UPDATE, values));
  }
}
