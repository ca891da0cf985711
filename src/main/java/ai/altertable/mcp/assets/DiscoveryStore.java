package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.AuditNote;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Discoveries, each with the notification that announces it. */
public final class DiscoveryStore {
  private static final String FILTER =
      """
      ($1::text IS NULL OR status = $1)
      AND ($2::timestamptz IS NULL OR created_at >= $2)
      AND ($3::text IS NULL OR strpos(lower(title || ' ' || summary), lower($3)) > 0)""";
  private static final String INSERT =
      """
      INSERT INTO discovery
        (environment_id, slug, title, summary, explanation, content, context_slugs,
         notification_slug, created_by)
      VALUES (current_environment(), $1, $2, $3, $4, $5, $6, $7, $8)
      RETURNING *""";
  private static final String SAME =
      """
      SELECT * FROM discovery
      WHERE lower(title) = lower($1) AND created_at > now() - interval '24 hours'
      ORDER BY created_at DESC LIMIT 1""";
  private static final String LINK = "UPDATE notification SET source_slug = $2 WHERE slug = $1";

  private static final String REVIEW =
      "UPDATE discovery SET status = $2, status_reason = $3 WHERE slug = $1";

  private final AssetRows<Discovery> rows;
  private final NotificationStore notifications;

  public DiscoveryStore(PlatformDatabase database, NotificationStore notifications) {
    this.rows = new AssetRows<>(database, "discovery", Discovery::read, Discovery::slug);
    this.notifications = notifications;
  }

  /**
   * What to list.
   *
   * @param status or null for all
   * @param since oldest, or null
   * @param search part of title or summary, or null
   */
  public record Filter(String status, Instant since, String search) {
    public static final Filter NONE = new Filter(null, null, null);
  }

  /** The newest first. */
  public Future<Page<Discovery>> list(UUID environmentId, Filter filter, PageRequest request) {
    List<Object> parameters =
        Arrays.asList(
            filter.status(),
            filter.since() == null ? null : filter.since().atOffset(ZoneOffset.UTC),
            filter.search());
    return rows.list(environmentId, FILTER, parameters, request);
  }

  public Future<Optional<Discovery>> find(UUID environmentId, String slug) {
    return rows.find(environmentId, slug);
  }

  /** One of that title that was saved within a day: the same finding, told again. */
  public Future<Optional<Discovery>> sameOfToday(UUID environmentId, String title) {
    return rows.database()
        .inEnvironment(environmentId, connection -> sameOfToday(connection, title));
  }

  private static Future<Optional<Discovery>> sameOfToday(SqlConnection connection, String title) {
    return connection
        .preparedQuery(SAME)
        .execute(Tuple.of(title.strip()))
        .map(
            found ->
                found.size() == 0
                    ? Optional.empty()
                    : Optional.of(Discovery.read(found.iterator().next())));
  }

  /**
   * A discovery that holds what was found.
   *
   * @param known whether it was there before
   */
  public record Saved(Discovery discovery, boolean known) {}

  /**
   * Saves a discovery and records its notification, both or neither; nothing when one of that title
   * was saved within a day, be it a moment ago.
   *
   * @param notify false = recorded quietly
   */
  public Future<Saved> create(
      UUID environmentId, Discovery.Draft draft, boolean notify, String author) {
    Notification.Draft announcement =
        new Notification.Draft(draft.title(), draft.summary(), null, notify);
    return rows.database()
        .inEnvironment(
            environmentId,
            connection ->
                rows.alone(connection, draft.title())
                    .compose(alone -> sameOfToday(connection, draft.title()))
                    .compose(
                        same ->
                            same.map(known -> Future.succeededFuture(new Saved(known, true)))
                                .orElseGet(
                                    () ->
                                        notifications
                                            .insert(connection, announcement, author)
                                            .compose(
                                                announced ->
                                                    insert(
                                                        connection,
                                                        draft,
                                                        announced.notification().slug(),
                                                        author))
                                            .map(saved -> new Saved(saved, false)))));
  }

  /** Notes what people made of a discovery; false when there is none of that slug. */
  public Future<Boolean> review(UUID environmentId, String slug, Discovery.Review review) {
    return review(environmentId, slug, review, unnoted -> Future.succeededFuture());
  }

  /** The same, recorded in its own transaction. */
  public Future<Boolean> review(
      UUID environmentId, String slug, Discovery.Review review, AuditNote note) {
    return rows.database()
        .inEnvironment(
            environmentId,
            connection ->
                connection
                    .preparedQuery(REVIEW)
                    .execute(Tuple.of(slug, review.status(), review.reason()))
                    .compose(
                        reviewed ->
                            reviewed.rowCount() == 1
                                ? note.write(connection).map(true)
                                : Future.succeededFuture(false)));
  }

  private Future<Discovery> insert(
      SqlConnection connection, Discovery.Draft draft, String notificationSlug, String author) {
    List<Object> values =
        List.of(
            draft.title(),
            draft.summary(),
            draft.explanation(),
            draft.content(),
            draft.contextSlugs().toArray(String[]::new),
            notificationSlug,
            author);
    return rows.insert(connection, "DSC", INSERT, values)
        .compose(
            discovery ->
                connection
                    .preparedQuery(LINK)
                    .execute(Tuple.of(notificationSlug, discovery.slug()))
                    .map(discovery));
  }
}
