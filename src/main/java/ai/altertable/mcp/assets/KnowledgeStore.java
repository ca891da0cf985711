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
}
