package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
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
      INSERT INTO dashboard (environment_id, slug, title, description, widgets, labels, created_by)
      VALUES (current_environment(), $1, $2, $3, $4, $5, $6)
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
    List<Object> values =
        List.of(
            draft.title(),
            draft.description(),
            draft.widgets(),
            draft.labels().toArray(String[]::new),
            author);
    return rows.database()
        .inEnvironment(environmentId, connection -> rows.insert(connection, "DSH", INSERT, values));
  }
}
