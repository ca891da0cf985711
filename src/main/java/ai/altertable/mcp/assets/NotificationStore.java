package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;

/** Notifications of an environment. */
public final class NotificationStore {
  private static final String FILTER =
      """
      ($1::text IS NULL OR source_slug = $1)
      AND ($2::timestamptz IS NULL OR created_at >= $2)""";
  private static final String INSERT =
      """
      INSERT INTO notification
        (environment_id, slug, title, body, source_slug, fan_out, created_by)
      VALUES (current_environment(), $1, $2, $3, $4, $5, $6)
      RETURNING *""";

  private final AssetRows<Notification> rows;

  public NotificationStore(PlatformDatabase database) {
    this.rows = new AssetRows<>(database, "notification", Notification::read, Notification::slug);
  }

  /**
   * The newest first.
   *
   * @param sourceSlug what they are about, or null
   * @param since oldest, or null
   */
  public Future<Page<Notification>> list(
      UUID environmentId, String sourceSlug, Instant since, PageRequest request) {
    return rows.list(
        environmentId,
        FILTER,
        Arrays.asList(sourceSlug, since == null ? null : since.atOffset(ZoneOffset.UTC)),
        request);
  }

  public Future<Notification> create(UUID environmentId, Notification.Draft draft, String author) {
    return rows.database()
        .inEnvironment(environmentId, connection -> insert(connection, draft, author));
  }

  /** Inserts as part of a transaction that is in the environment already. */
  Future<Notification> insert(SqlConnection connection, Notification.Draft draft, String author) {
    return rows.insert(
        connection,
        "NTF",
        INSERT,
        Arrays.asList(draft.title(), draft.body(), draft.sourceSlug(), draft.fanOut(), author));
  }
}
