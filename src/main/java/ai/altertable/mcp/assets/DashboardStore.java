package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Saved dashboards. */
public final class DashboardStore {
  private static final String FILTER =
      """
      ($1::text IS NULL OR strpos(lower(title || ' ' || description), lower($1)) > 0)
      AND ($2::text IS NULL OR $2 = ANY (labels))""";
  private static final String INSERT =
      """
      INSERT INTO dashboard
        (environment_id, slug, title, description, widgets, variables, labels, created_by)
      VALUES (current_environment(), $1, $2, $3, $4, $5, $6, $7)
      RETURNING *""";
  private static final String KEEP =
      """
      INSERT INTO dashboard_version
        (environment_id, slug, version, title, description, widgets, variables, labels,
         saved_by, saved_at)
      SELECT environment_id, slug, version, title, description, widgets, variables, labels,
        coalesce(updated_by, created_by), updated_at
      FROM dashboard WHERE slug = $1 AND version = $2 FOR UPDATE""";
  private static final String UPDATE =
      """
      UPDATE dashboard
      SET title = $3, description = $4, widgets = $5, variables = $6, labels = $7, updated_by = $8,
        updated_at = now(), version = version + 1
      WHERE slug = $1 AND version = $2
      RETURNING *""";

  private final AssetRows<Dashboard> rows;

  public DashboardStore(PlatformDatabase database) {
    this.rows = new AssetRows<>(database, "dashboard", Dashboard::read, Dashboard::slug);
  }

  /**
   * The newest first.
   *
   * @param search part of title or description, or null
   * @param label one of its labels, or null
   */
  public Future<Page<Dashboard>> list(
      UUID environmentId, String search, String label, PageRequest request) {
    return rows.list(environmentId, FILTER, Arrays.asList(search, label), request);
  }

  public Future<Optional<Dashboard>> find(UUID environmentId, String slug) {
    return rows.find(environmentId, slug);
  }

  public Future<Dashboard> create(UUID environmentId, Dashboard.Draft draft, String author) {
    return create(environmentId, draft, author, true);
  }

  /**
   * @param keep false for a trial, after which nothing is saved
   */
  public Future<Dashboard> create(
      UUID environmentId, Dashboard.Draft draft, String author, boolean keep) {
    List<Object> values = values(draft, author);
    return rows.change(
        environmentId, keep, connection -> rows.insert(connection, "DSH", INSERT, values));
  }

  /**
   * Changes a dashboard; the version before is kept.
   *
   * @param current what the change was made from
   * @param keep false for a trial, after which nothing is saved
   * @return empty when somebody else changed or deleted it meanwhile
   */
  public Future<Optional<Dashboard>> update(
      UUID environmentId, Dashboard current, Dashboard.Draft draft, String author, boolean keep) {
    List<Object> values = new ArrayList<>(List.of(current.slug(), current.saved().version()));
    values.addAll(values(draft, author));
    return rows.change(
        environmentId, keep, connection -> rows.update(connection, KEEP, UPDATE, values));
  }

  private static List<Object> values(Dashboard.Draft draft, String author) {
    return List.of(
        draft.title(),
        draft.description(),
        draft.widgets(),
        draft.variables(),
        draft.labels().toArray(String[]::new),
        author);
  }
}
