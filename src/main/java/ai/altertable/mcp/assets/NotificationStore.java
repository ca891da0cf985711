package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

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

  /** Part of the same transaction: what is recorded is delivered, and nothing else is. */
  private static final String QUEUE =
      """
      WITH channel AS (
        SELECT id, kind, name FROM notification_channel
        WHERE environment_id = current_environment()
      ), queued AS (
        INSERT INTO notification_delivery (environment_id, notification_slug, channel_id)
        SELECT current_environment(), $1, id FROM channel
      )
      SELECT kind || ' ' || name AS channel FROM channel ORDER BY 1""";

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

  /**
   * A notification, and where it goes besides the app.
   *
   * @param channels {@code email Ops}, …; it is on its way there
   */
  public record Sent(Notification notification, List<String> channels) {
    public Sent {
      channels = List.copyOf(channels);
    }
  }

  public Future<Sent> create(UUID environmentId, Notification.Draft draft, String author) {
    return rows.database()
        .inEnvironment(environmentId, connection -> insert(connection, draft, author));
  }

  /** Inserts as part of a transaction that is in the environment already. */
  Future<Sent> insert(SqlConnection connection, Notification.Draft draft, String author) {
    return rows.insert(
            connection,
            "NTF",
            INSERT,
            Arrays.asList(draft.title(), draft.body(), draft.sourceSlug(), draft.fanOut(), author))
        .compose(
            notification ->
                draft.fanOut()
                    ? queue(connection, notification)
                    : Future.succeededFuture(new Sent(notification, List.of())));
  }

  private static Future<Sent> queue(SqlConnection connection, Notification notification) {
    return connection
        .preparedQuery(QUEUE)
        .execute(Tuple.of(notification.slug()))
        .map(
            rows ->
                new Sent(
                    notification,
                    StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("channel"))
                        .toList()));
  }
}
