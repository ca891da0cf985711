package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Knowledge entries of an environment. */
public final class KnowledgeStore {
  private static final String INSERT =
      """
      INSERT INTO knowledge (environment_id, slug, title, content, created_by)
      VALUES (current_environment(), $1, $2, $3, $4)
      RETURNING *""";

  private static final String KEEP =
      """
      INSERT INTO knowledge_version
        (environment_id, slug, version, title, content, saved_by, saved_at)
      SELECT environment_id, slug, version, title, content, coalesce(updated_by, created_by),
        updated_at
      FROM knowledge WHERE slug = $1 AND version = $2 FOR UPDATE""";
  private static final String UPDATE =
      """
      UPDATE knowledge
      SET title = $3, content = $4, updated_by = $5, updated_at = now(), version = version + 1
      WHERE slug = $1 AND version = $2
      RETURNING *""";

  private final AssetRows<Knowledge> rows;

  public KnowledgeStore(PlatformDatabase database) {
    this.rows = new AssetRows<>(database, "knowledge", Knowledge::read, Knowledge::slug);
  }

  /** The newest first. */
  public Future<Page<Knowledge>> list(UUID environmentId, PageRequest request) {
    return rows.list(environmentId, "true", List.of(), request);
  }

  public Future<Optional<Knowledge>> find(UUID environmentId, String slug) {
    return rows.find(environmentId, slug);
  }

  public Future<Knowledge> create(UUID environmentId, Knowledge.Draft draft, String author) {
    return rows.database()
        .inEnvironment(
            environmentId,
            connection ->
                rows.insert(
                    connection, "KNW", INSERT, List.of(draft.title(), draft.content(), author)));
  }

  /**
   * Changes an entry; the version before is kept.
   *
   * @param current what the change was made from
   * @return empty when somebody else changed or deleted it meanwhile
   */
  public Future<Optional<Knowledge>> update(
      UUID environmentId, Knowledge current, Knowledge.Draft draft, String author) {
    List<Object> values =
        List.of(current.slug(), current.saved().version(), draft.title(), draft.content(), author);
    return rows.change(
        environmentId, true, connection -> rows.update(connection, KEEP, UPDATE, values));
  }
}
